package facts

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write precision.tsv anew from the labelled lines")

// ruleIDs are the ids of all rules: what the package's source writes in their form.
func ruleIDs(t *testing.T) []string {
	t.Helper()
	form := regexp.MustCompile(`^(?:cast|crew|status|network|location|quote|source|author|title|title_of|based-on|based_on|crossover)\.[a-z-]+$`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && s.Kind == gotoken.STRING {
				if id, err := strconv.Unquote(s.Value); err == nil && form.MatchString(id) {
					ids[id] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(ids))
}

// measureRules counts for each rule what it finds in the lines, and how much
// of it is labelled.
func measureRules(r *Reader, lines []labelled, into map[string]Precision) {
	for _, l := range lines {
		for _, f := range r.ReadLine(l.Line).Facts {
			best, typed := no, false
			for _, label := range l.Facts {
				typed = typed || label.Type == f.Type
				best = max(best, judge(f, label))
			}
			wrong := slices.ContainsFunc(l.MustNot, func(m label) bool { return forbidden(f, m) })
			p := into[f.Rule]
			switch {
			case wrong || best == no && (typed || f.Type != "source" && f.Type != "author"):
				p.Found++
			case best == yes:
				p.Right++
				p.Found++
			}
			into[f.Rule] = p
		}
	}
}

// TestPrecisionTable fails where the table lacks a rule or has one too many.
// go test ./internal/facts -run PrecisionTable -update writes it, which takes
// the lines beside the project too.
func TestPrecisionTable(t *testing.T) {
	ids := ruleIDs(t)
	if len(ids) < 50 {
		t.Fatalf("only %d rules are found: %v", len(ids), ids)
	}
	if *update {
		measured := map[string]Precision{}
		for _, file := range []string{"testdata/lines.jsonl", "../../../shared/eval/facts-open.jsonl"} {
			measureRules(testReader(), labelledLines(t, file), measured)
		}
		var b strings.Builder
		for _, id := range ids {
			fmt.Fprintf(&b, "%s\t%d\t%d\n", id, measured[id].Right, measured[id].Found)
		}
		if err := os.WriteFile("precision.tsv", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, id := range ids {
		if _, ok := precisions()[id]; !ok {
			t.Errorf("rule %s is not in precision.tsv; run this test with -update", id)
		}
	}
	for id, p := range precisions() {
		if !slices.Contains(ids, id) {
			t.Errorf("precision.tsv has %s, which is no rule; run this test with -update", id)
		}
		if p.Right > p.Found || p.Right < 0 {
			t.Errorf("precision.tsv says that %s is right %d of %d times", id, p.Right, p.Found)
		}
	}
}

// Every fact names a rule that the table knows.
func TestFoundFactsHaveARuleOfTheTable(t *testing.T) {
	known, r := ruleIDs(t), testReader()
	for _, l := range labelledLines(t, "testdata/lines.jsonl") {
		for _, f := range r.ReadLine(l.Line).Facts {
			if !slices.Contains(known, f.Rule) {
				t.Fatalf("%s: rule %q of %s fact is none of the source", l.ID, f.Rule, f.Type)
			}
		}
	}
}

func TestPrecisionInWords(t *testing.T) {
	for want, p := range map[string]Precision{"not measured": PrecisionOf("no.such-rule"), "right in 3 of 4": {Right: 3, Found: 4}} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
