package facts

import (
	"slices"
	"strings"

	"greenlit/internal/tv"
)

// clauseFrom is where the clause that leads up to item i begins: behind the
// last “, but”.
func (s *sentence) clauseFrom(i int) int {
	for k := i - 1; k > 0; k-- {
		if s.items[k].kind == kWord && s.items[k-1].text == "," && (s.items[k].text == "but" || s.items[k].text == "while" || s.items[k].text == "and") && k+1 < i && (s.personOf(&s.items[k+1]) != "" || roleWords[s.items[k+1].text]) {
			return k + 1
		}
	}
	return 0
}

// oneClause reports whether no clause of its own stands behind a comma before
// item i: then the sentence's subject does what is said there.
func (s *sentence) oneClause(i int) bool {
	for k := 1; k < i; k++ {
		switch s.items[k].text {
		case "and", "but", "while", "as", "when", "after", "because", "who", "that":
			if s.items[k].kind == kWord && k+1 < i && s.personOf(&s.items[k+1]) != "" {
				return false
			}
		}
	}
	return true
}

// onlyPerson is the person whom the words from item from to item i begin with,
// when they name no other one.
func (s *sentence) onlyPerson(from, i int) string {
	who := ""
	for k := from; k < i; k++ {
		it := &s.items[k]
		p := s.personOf(it)
		if p == "" && it.kind == kName {
			p = s.surnames[lower(it.text)]
		}
		if p == "" || p == who {
			continue
		}
		if who != "" || !s.opensWith(from, k) {
			return ""
		}
		who = p
	}
	return who
}

// opensWith reports whether nothing but what tells who somebody is stands
// between item from and the name at item k: then it is the clause's subject.
func (s *sentence) opensWith(from, k int) bool {
	for j := k - 1; j >= from; j-- {
		it := &s.items[j]
		if it.kind == kWord && it.text == "," {
			return true
		}
		if it.kind == kWord && it.text != "the" && it.text != "'s" && it.text != "and" && !roleWords[it.text] && !actorWords[it.text] {
			return false
		}
	}
	return true
}

// readAloud are words of what somebody reads out, or what is written.
var readAloud = newCues("line lines script read reads sign letter lyric lyrics poem caption tagline titled wrote", "")

// describedSpeaker is who says the quotation at item i where words that tell
// who somebody is stand behind it: “…,” the network’s president, Jane Doe, said;
// “…,” the showrunner said; “…” – Writer and Creator, Jane Doe.
func (s *sentence) describedSpeaker(i int, out []found) string {
	k := s.skipComma(i + 1)
	if k >= len(s.items) {
		return ""
	}
	if t := s.items[k].text; t == "–" || t == "—" || t == "-" {
		for k++; k < len(s.items); k++ {
			it := &s.items[k]
			if p := s.personOf(it); p != "" && k+2 >= len(s.items) {
				return p
			}
			if it.kind != kWord || !roleWords[it.text] && it.text != "," && it.text != "and" {
				break
			}
		}
		return ""
	}
	if t := s.items[k].text; t != "the" && s.items[k].kind != kNetwork {
		return ""
	}
	role := ""
	for k++; k < len(s.items) && k < i+12; k++ {
		it := &s.items[k]
		switch {
		case it.kind == kWord && it.text == "," && k+3 < len(s.items) && s.items[k+2].text == "," && speech[s.items[k+3].text]:
			return s.personOf(&s.items[k+1])
		case it.kind == kWord && behindCamera[it.text]:
			role = it.text
		case it.kind == kWord && speech[it.text]:
			return s.inRole(role, out)
		case it.kind == kPerson || it.kind == kActor || it.kind == kQuote || it.text == ",":
			return ""
		}
	}
	return ""
}

// behindCamera are those whom an article calls by what they do.
var behindCamera = set(`director creator showrunner writer filmmaker co-creator`)

// inRole is the one person who the article says is the show’s creator, or
// whatever the role is; else the person that it is about, if no other was named.
func (s *sentence) inRole(role string, out []found) string {
	if role == "" {
		return ""
	}
	who := ""
	for _, f := range out {
		if f.Type == tv.Crew && f.Role == roleName(role) {
			if who != "" && who != f.Person {
				return ""
			}
			who = f.Person
		}
	}
	if who == "" && (s.talk.doer == "" || s.talk.doer == s.talk.about) {
		return s.talk.about
	}
	return who
}

// doer is whom the items before item to say something of, as their subject:
// the one whom "she" means in what follows. It is nobody where that is not sure.
func (s *sentence) doer(to int) string {
	named, unsure := "", false
	for k := range s.items[:to] {
		it := &s.items[k]
		if it.kind == kActor && pronouns[it.text] {
			if k < 2 {
				return s.talk.doer
			}
			continue
		}
		if it.kind == kActor {
			unsure = true // "the actress"
			continue
		}
		p := s.personOf(it)
		if p == "" && it.kind == kName {
			p = s.surnames[lower(it.text)]
		}
		next := &item{}
		if k+1 < len(s.items) {
			next = &s.items[k+1]
		}
		if p == "" || next.text == "'s" || next.text == "'" || next.text == "’" {
			continue
		}
		unsure = unsure || named != "" && named != p
		named = p
		if next.text != "and" && next.text != "&" && (s.opensWith(0, k) && !s.behindComma(k) || verbal(next) && s.opensClause(k)) {
			return p
		}
	}
	if unsure || named != "" && named != s.talk.doer {
		return nobody
	}
	return s.talk.doer
}

// verbal reports whether an item looks like the verb behind a subject.
func verbal(it *item) bool {
	w := it.text
	return it.kind == kWord && (speech[w] || auxiliaries[w] || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "s") && len(w) > 3)
}

var auxiliaries = set(`is was has had will would can could did does took came went made found got gave left began told wrote saw became also recently later`)

// behindComma reports whether a comma stands before the name at item k and
// what tells who that is.
func (s *sentence) behindComma(k int) bool {
	return slices.ContainsFunc(s.items[:k], func(it item) bool { return it.kind == kWord && it.text == "," })
}

// opensClause reports whether the name at item k opens a clause: behind a
// comma or conjunction, with only what tells who somebody is between.
func (s *sentence) opensClause(k int) bool {
	for k--; k >= 0; k-- {
		if it := &s.items[k]; conjunctions[it.text] || it.kind == kWord && it.text == "," {
			return true
		} else if it.kind == kWord && !roleWords[it.text] && !actorWords[it.text] && it.text != "the" {
			return false
		}
	}
	return true
}

var conjunctions = set(`but while when before after because that as until if though although where and`)

var pronouns = set(`he she he'd she'd he's she's he'll she'll`)

// pronoun is whom "she" means at item k.
func (s *sentence) pronoun(k int) string {
	switch who := s.doer(k); who {
	case nobody:
		return ""
	case "":
		return s.items[k].person
	default:
		return who
	}
}
