package facts

import (
	"slices"
	"strings"

	"greenlit/internal/tv"
)

// in is an optional "in SHOW" at the end of a pattern, after an optional
// "a retired diver," that explains the character.
const in = `(?: , (?:(?:an?|the|his|her) [^,]{2,60}|in that order) ,)?(?: ,)?(?: (?:in|on|for|throughout|to)(?: (?:the )?(?:first |new |official )*(?:look|trailer|teaser|photos?|images?) (?:at|for|of|from))? {s})?`

// aside is an optional ", once Ada of Saltmarsh," after a name.
const aside = `(?: , (?P<aside>[a-z][^,;]{2,70}) ,| , (?:[a-z'-]+ |[XGN]\d+ ){1,6}?who)?`

// as is an optional "as CHARACTER" at the end of a pattern.
const as = `(?: {a})?(?: to)?(?: ,)?(?: (?:as|playing|portraying|where (?:he'll|she'll|H\d+) (?:will )?(?:play|plays|portrays?|be)|and will (?:play|portray)) {c})?`

// credited is an optional credit before a name: "‘Saltmarsh’ alum", "‘Saltmarsh’’s".
const credited = `(?: (?:[STZ]\d+ (?:and [STZ]\d+ )?)?(?:[a-z-]+ ){0,2}?(?:star|stars|actor|actress|alum|alums|vet|veteran|newcomer|newcomers)| [STZ]\d+ 's)?`

// castRules read who is in a show, and as whom.
func castRules() []rule {
	return slices.Concat(starRules(), playRules(), partRules(), creditRules(), changeRules(), ensembleRules())
}

// cast adds people to the cast of a show; a nil show takes nobody.
func (m *match) cast(sh *show, former bool, character string, people ...string) {
	if sh == nil {
		return
	}
	for _, p := range people {
		if p == "" || strings.EqualFold(p, character) || tv.Fold(p) == tv.Fold(sh.Title) && character == "" {
			continue
		}
		m.add(found{Fact: tv.Fact{Type: tv.Cast, Person: p, Character: character, Former: former}, show: sh})
	}
}
