package facts

import (
	_ "embed" // for the table
	"fmt"
	"strings"
	"sync"
)

// A Precision is how often a rule is right: of the facts that it finds in the
// labelled lines, how many are.
type Precision struct{ Right, Found int }

// String returns "right in 34 of 35".
func (p Precision) String() string {
	if p.Found == 0 {
		return "not measured"
	}
	return fmt.Sprintf("right in %d of %d", p.Right, p.Found)
}

// PrecisionOf returns the precision of the rule with the id, as a Fact has it.
// It is zero for a rule that finds nothing in the labelled lines.
func PrecisionOf(rule string) Precision { return precisions()[rule] }

// precisionTable has a line for each rule: its id, right, found. Test
// TestPrecisionTable makes it anew with the flag -update.
//
//go:embed precision.tsv
var precisionTable string

var precisions = sync.OnceValue(func() map[string]Precision {
	table := map[string]Precision{}
	for line := range strings.Lines(precisionTable) {
		var id string
		var p Precision
		if n, err := fmt.Sscanf(line, "%s\t%d\t%d", &id, &p.Right, &p.Found); n == 3 && err == nil {
			table[id] = p
		}
	}
	return table
})
