package facts

import "strings"

// byAuthor are words of books, whose characters are their authors'.
var byAuthor = newCues("novel novels book books author authors adaptation adapted based bestselling", "been played by|was played by|played by")

// acts reports whether the name at item i, after an actor's, is a character's:
// a full name or given name after which a verb follows.
func (s *sentence) acts(i int) bool {
	c := &s.items[i]
	first, rest, _ := strings.Cut(lower(c.text), " ")
	if i+1 >= len(s.items) || c.place || s.headline || c.kind != kPerson && !givenNames[first] && (rest == "" || !honorifics[first] && !ranks[first]) {
		return false
	}
	owner := &s.items[i-2]
	if !strings.Contains(owner.text, " ") && owner.kind != kPerson || s.met[lower(c.text)] || len(c.text) == 0 || s.personOf(owner) == s.personOf(c) {
		return false
	}
	// "Ian Rankin’s John Rebus": an author’s, unless the article knows the actor.
	if !s.met[lower(owner.person)] {
		if byAuthor.in(s.typed) {
			return false
		}
		for _, a := range s.about {
			for _, w := range strings.Fields(key(lex(c.text))) {
				if strings.Contains(" "+key(lex(a.Title))+" ", " "+w+" ") {
					return false
				}
			}
		}
	}
	switch n := &s.items[i+1]; n.text {
	case "may", "might", "will", "is", "was", "has", "had", "must", "can", "could", "would", "and", ",", ".", "gets", "does", "in":
		return n.kind == kWord && (n.text != "," && n.text != "." && n.text != "and" && n.text != "in" || c.kind == kPerson && strings.Contains(c.text, " "))
	default:
		return n.kind == kWord && strings.HasSuffix(n.text, "s") && len(n.text) > 3 && !speech[n.text] && !functionWords[n.text] && !roleWords[n.text] && !actorWords[n.text] && (i+2 >= len(s.items) || s.items[i+2].kind == kWord)
	}
}

// possessives reads "Jane Doe’s Ada Voss": sure as a list, or where the other
// name is a person's in full and the words around speak of parts.
func (s *sentence) possessives(out *[]found) {
	type pair struct {
		at          int
		actor, part string
	}
	var pairs []pair
	for i := 0; i+2 < len(s.items); i++ {
		p, mark, c := &s.items[i], &s.items[i+1], &s.items[i+2]
		if mark.kind != kWord || mark.text != "'s" && mark.text != "'" && mark.text != "’" && mark.text != "‘" {
			continue
		}
		if p.kind != kPerson && (p.kind != kName || p.show != nil || !personShape(p.text)) || c.kind != kPerson && c.kind != kName || c.show != nil || c.quoted {
			continue
		}
		if i+3 < len(s.items) && (s.items[i+3].text == "'s" && c.kind == kName && len(strings.Fields(c.text)) > 2) {
			continue
		}
		part := characterName(c.text)
		if part == "" || honorifics[firstLower(p.text)] {
			continue
		}
		pairs = append(pairs, pair{i, s.personOf(p), part})
	}
	for _, p := range pairs {
		c := &s.items[p.at+2]
		opposite := p.at > 0 && (p.at > 1 && s.items[p.at-1].text == "of" && relations[s.items[p.at-2].text] || s.items[p.at-1].text == "opposite" || s.items[p.at-1].text == "alongside" || s.items[p.at-1].text == "of" || s.items[p.at-1].text == "with" && strings.Contains(s.typed, "play"))
		if k := p.at + 3; k+1 < len(s.items) && (s.items[k].text == "on" || s.items[k].text == "in") && (s.items[k+1].kind == kShow || s.items[k+1].kind == kTitle && s.items[k+1].quoted) && s.nameLike(c) {
			m := &match{sentence: s, rule: "cast.possessive", group: map[string]string{}, start: s.posOf(p.at), end: s.posOf(p.at) + 5, out: out}
			m.cast(m.showOf(&s.items[k+1]), false, p.part, p.actor) // "Jane Doe’s Ada on Saltmarsh"
			continue
		}
		if len(pairs) < 2 && !s.acts(p.at+2) && !(opposite && (c.kind == kPerson || personShape(c.text))) {
			continue
		}
		sh := s.castShow(p.at)
		// "opposite Jane Doe’s Ada in season three of SHOW"
		for k := p.at + 3; k < len(s.items) && k < p.at+12; k++ {
			if it := &s.items[k]; it.text == "," {
				break
			} else if it.kind == kShow || it.kind == kMaybe || it.kind == kTitle {
				m := &match{sentence: s, group: map[string]string{}}
				if w := s.items[k-1].text; s.primary() == nil || !s.isCredit(k) && (w == "of" || w == "off" || w == "on" || w == "in") {
					sh = m.showOf(it)
				}
				break
			}
		}
		m := &match{sentence: s, rule: "cast.possessive", group: map[string]string{}, start: s.posOf(p.at), end: s.posOf(p.at) + 5, out: out}
		m.cast(sh, false, p.part, p.actor)
	}
}

// firstLower is the first word of a name, in lower case.
func firstLower(name string) string {
	first, _, _ := strings.Cut(lower(name), " ")
	return first
}
