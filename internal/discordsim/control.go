package discordsim

import (
	"encoding/json"
	"net/http"
)

// serveControl is the simulator's own endpoint, for those who steer it from another process.
func (s *Sim) serveControl(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "POST /control/faults":
		var f Fault
		if err := json.NewDecoder(r.Body).Decode(&f); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.Break(f)
	case "DELETE /control/faults":
		s.Heal()
	default:
		http.NotFound(w, r)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
