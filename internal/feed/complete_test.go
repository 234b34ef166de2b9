package feed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What feeds say in words other than their format's own. Beside each feed
// stands what is read of it, without what is empty.
func TestFeedsSayThingsInManyWays(t *testing.T) {
	for file, body := range manyWays(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file + ".want")
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Parse(body, "", "https://lantern.example/feed")
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, i := range doc.Items {
				got.WriteString(said(t, i) + "\n")
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

// manyWays are the feeds of testdata by their files.
func manyWays(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/feeds/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no feeds in testdata", err)
	}
	feeds := map[string][]byte{}
	for _, file := range files {
		if strings.HasSuffix(file, ".want") {
			continue
		}
		if feeds[file], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return feeds
}

// said is an item in one line, without what is empty.
func said(t *testing.T, i Item) string {
	t.Helper()
	text, err := json.Marshal(i)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		if list, ok := value.([]any); value == "" || ok && len(list) == 0 {
			delete(fields, name)
		}
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(fields); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}
