package facts

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"greenlit/internal/tv"
)

var (
	sourceLine = regexp.MustCompile(`(?i)^\W{0,3}(?:source|sources|via|h/t|hat tip|original source)\s*[:\-–—]\s*(.{2,60}?)[\s\])\.]*$`)
	viaLine    = regexp.MustCompile(`(?i)^[\[(](?:via|source|h/t)[:\s]+(.{2,60}?)[\])]$`)
	viaOutlet  = regexp.MustCompile(`(?i)^\W{0,2}(?:via|h/t|hat tip(?: to)?)\s+(.{2,60}?)[\s\])\.]*$`)
	brokeNews  = regexp.MustCompile(`(?:^\W{0,2}|[(,;—–] ?|\. |[Tt]he )((?:The )?[\p{Lu}\d][\p{L}\d.’' ]{1,30}?) (?:first (?:broke|reported|had)|was (?:the )?first to (?:report|break)|broke) the (?:news|story)`)
	ownByline  = regexp.MustCompile(`^(?i:(?:words |written |story |reporting |text |report )?by )((?:[\p{Lu}][\p{L}\p{M}.'’-]+ ?){2,4}), (.{3,60}?)(?:,| at| for| of) ((?:The )?[\p{Lu}\d][\p{L}\p{M}\d&.'’ -]{1,40}?)\.?$`)
	roleAt     = regexp.MustCompile(`^(.{3,80}?)(?: at | for | of |, )((?:The )?[\p{Lu}\d][\p{L}\p{M}\d&.'’ -]{1,40}?)\.?$`)
	isRoleAt   = regexp.MustCompile(`^((?:[\p{Lu}][\p{L}\p{M}.'’-]+ ){2,4})is (?:a|an|the|our) ([^.,]{3,60}?) (?:at|for|of|with) ((?:The )?[\p{Lu}\d][\p{L}\p{M}\d&'’]*(?: [\p{Lu}\d][\p{L}\p{M}\d&'’]*)*)(?:[ .,]|$)`)
	coversFor  = regexp.MustCompile(`^((?:[\p{Lu}][\p{L}\p{M}.'’-]+ ){2,4})((?:covers|writes about|reports on) [^.,]{2,60}?) for ((?:The )?[\p{Lu}\d][\p{L}\p{M}\d&'’]*(?: [\p{Lu}\d][\p{L}\p{M}\d&'’]*)*)(?:[ .,]|$)`)
	authorRole = regexp.MustCompile(`(?i)\b(?:editor|reporter|writer|contributor|correspondent|critic|journalist|columnist|blogger|author)\b`)
	inBracket  = regexp.MustCompile(`\((?:via|first reported by|as reported by|h/t:?|per) ([^()]{2,40})\)`)
	reportedBy = regexp.MustCompile(`(?:first )?reported by ([\p{Lu}][\p{L}’' ]{1,30})`)
)

// sourceOf reads a line that only names where the news came from.
func (r *Reader) sourceOf(text string) (written, listed string, ok bool) {
	for _, re := range []*regexp.Regexp{sourceLine, viaLine} {
		if m := re.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			name := spaces(strings.Trim(m[1], " []().\u00a0"))
			if o, ok := tv.OutletByName(name); ok {
				return name, o, true
			}
			return name, name, true
		}
	}
	for _, re := range []*regexp.Regexp{viaOutlet, brokeNews} {
		if m := re.FindStringSubmatch(strings.TrimSpace(text)); m != nil && len(text) < 100 {
			if o, ok := tv.OutletByName(strings.TrimSpace(m[1])); ok {
				return strings.TrimSpace(m[1]), o, true
			}
		}
	}
	return "", "", false
}

var betweenSources = regexp.MustCompile(`,? and |, | & | / |; `)

// sourceNames are the outlets of "Variety, TVLine"; none where one of them is
// not listed.
func sourceNames(s string) []string {
	if _, ok := tv.OutletByName(s); ok {
		return nil
	}
	names := betweenSources.Split(s, -1)
	listed := false
	for _, n := range names {
		_, ok := tv.OutletByName(n)
		listed = listed || ok
		if r, _ := utf8.DecodeRuneInString(n); !ok && (!isUpper(r) || len(strings.Fields(n)) > 4) {
			return nil
		}
	}
	if !listed {
		return nil
	}
	return names
}

// sourceFact makes the fact of a source line in a block.
func (r *Reader) sourceFact(block int, text string, out *[]found) bool {
	written, listed, ok := r.sourceOf(text)
	if several := sourceNames(written); ok && len(several) > 1 {
		for _, name := range several {
			o, ok := tv.OutletByName(name)
			if !ok {
				o = name
			}
			*out = append(*out, found{Fact: tv.Fact{Type: tv.Source, Outlet: o, Certainty: tv.Confirmed, Rule: "source.line",
				Evidence: tv.Evidence{Block: block, End: len(text), Sentence: text}}, outlet: name})
		}
		return true
	}
	if ok {
		*out = append(*out, found{Fact: tv.Fact{Type: tv.Source, Outlet: listed, Certainty: tv.Confirmed, Rule: "source.line",
			Evidence: tv.Evidence{Block: block, End: len(text), Sentence: text}}, outlet: written})
	}
	return ok
}

// namedSource reads "(first reported by Deadline)" inside a paragraph.
func (s *sentence) namedSource(out *[]found) {
	text := s.evidence().Sentence
	var tellers []*regexp.Regexp
	if strings.Contains(text, "reported by ") || strings.Contains(text, "(via ") || strings.Contains(text, "(per ") || strings.Contains(text, "(h/t") {
		tellers = append(tellers, inBracket, reportedBy)
	}
	if strings.Contains(text, " the news") || strings.Contains(text, " the story") {
		tellers = append(tellers, brokeNews)
	}
	for _, re := range tellers {
		if m := re.FindStringSubmatch(text); m != nil {
			if o, ok := tv.OutletByName(strings.TrimSpace(m[1])); ok {
				*out = append(*out, found{Fact: tv.Fact{Type: tv.Source, Outlet: o, Certainty: tv.Confirmed, Rule: "source.reported-by", Evidence: s.evidence()}, outlet: strings.TrimSpace(m[1])})
				return
			}
		}
	}
}

// authorFact reads the role line of an author box: "News Editor at Outlet."
// The name stands on the line before.
func authorFact(name, text string, block int, out *[]found) bool {
	for _, re := range []*regexp.Regexp{isRoleAt, ownByline, coversFor} {
		if m := re.FindStringSubmatch(strings.TrimSpace(text)); m != nil && (re == coversFor || authorRole.MatchString(m[2])) && byline(m[1]) {
			*out = append(*out, found{Fact: tv.Fact{Type: tv.Author, Person: spaces(strings.TrimSpace(m[1])), Role: spaces(m[2]), Outlet: spaces(m[3]), Certainty: tv.Confirmed, Rule: "author.box",
				Evidence: tv.Evidence{Block: block, End: len(text), Sentence: text}}, outlet: spaces(m[3])})
			return true
		}
	}
	m := roleAt.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		line, _, _ := strings.Cut(strings.TrimSpace(text), ". ") // the rest is about the person
		m = roleAt.FindStringSubmatch(line)
	}
	if m == nil || !authorRole.MatchString(m[1]) || !byline(name) {
		return false
	}
	*out = append(*out, found{Fact: tv.Fact{Type: tv.Author, Person: spaces(strings.TrimSpace(name)), Role: spaces(m[1]), Outlet: spaces(m[2]), Certainty: tv.Confirmed, Rule: "author.box",
		Evidence: tv.Evidence{Block: block, End: len(text), Sentence: text}}, outlet: spaces(m[2])})
	return true
}

// byline reports whether a line can be an author's name.
func byline(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		if r := []rune(w)[0]; !isUpper(r) {
			return false
		}
	}
	return true
}
