package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"greenlit/internal/news"
)

// arrange tells the parts of an article apart that look alike in its markup:
// captions above the text, quotations, the source line and the author's box.
// What the box says fills in the document's author, role and outlet.
func (d *Document) arrange(blocks []news.Block) {
	kept := blocks[:0]
	for i, b := range blocks {
		if noise.MatchString(b.Text) || (i == 0 && strings.EqualFold(b.Text, d.Title)) ||
			(len(kept) > 0 && b.Kind == news.Caption && kept[len(kept)-1].Text == b.Text) {
			continue
		}
		switch {
		case sourceLine(b.Text):
			b.Kind = news.SourceLine
		case credit.MatchString(b.Text) && len(b.Text) < 120:
			b.Kind = news.Caption
		case b.Kind == news.Paragraph && quoted(b.Text):
			b.Kind = news.Blockquote
		}
		kept = append(kept, b)
	}
	d.Blocks = kept
	d.byline()
	d.authorBox()
	d.captions()
}

var (
	// What feeds and sites put around an article and what is not part of it.
	noise = regexp.MustCompile(`^(?i:The post .{1,300} (appeared first|first appeared) on .{1,100}|` +
		`(Related|Related Stor(y|ies)|See also|Also read|Read also|Read more|Watch now|More from [^:]{1,40}|Recommended( Stories)?)\s*:.{0,300}|` +
		`(Continue reading|Read more|Read the full story|Click here|Comments?|Leave a comment|Share this).{0,60}|` +
		`(Sign up|Subscribe) (for|to) .{0,160}newsletter.{0,160}|Advertisement|\[?(…|\.\.\.)\]?)$`)
	credit = regexp.MustCompile(`^(?i:\(?(photos?|images?|pictures?|photo credits?|image credits?|credits?|screenshot|courtesy)( of| by| via|:).*)$`)

	source = regexp.MustCompile(`^[\[(]?\s*(?i:original source|sources?|via|h/t|ht|hat tip)\s*(:|–|—|-|\s)\s*(\S.*?)[\])]?\s*\.?$`)
)

// sourceLine reports whether a line says where the news comes from, such as
// "Source: EW" or "[Via: Deadline]".
func sourceLine(line string) bool {
	if len(line) > 120 {
		return false
	}
	m := source.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	words := strings.Fields(m[2])
	first, _ := utf8.DecodeRuneInString(m[2])
	named := unicode.IsUpper(first) || unicode.IsDigit(first) || strings.Contains(m[2], ".")
	if m[1] == ":" {
		return len(words) <= 8 && (named || len(words) == 1)
	}
	lead := strings.ToLower(strings.TrimLeft(line, "[( "))
	if strings.HasPrefix(lead, "source") && !strings.ContainsAny(m[1], "–—-") {
		return false // "Sources say …" is a sentence
	}
	return len(words) <= 5 && named && titled(words)
}

// quoted reports whether the whole text is one quotation.
func quoted(text string) bool {
	for _, q := range [][2]string{{"“", "”"}, {"«", "»"}, {"„", "“"}, {`"`, `"`}} {
		inner, ok := strings.CutPrefix(text, q[0])
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(strings.TrimRight(inner, ".,"), q[1])
		return ok && inner != "" && !strings.Contains(inner, q[1])
	}
	return false
}

// captions marks the lines above the first paragraph that are no sentences:
// what stands below a picture, or in its place.
func (d *Document) captions() {
	start := -1
	for i, b := range d.Blocks {
		if b.Kind == news.Blockquote || (b.Kind == news.Paragraph && sentence(b.Text)) {
			start = i
			break
		}
	}
	for i := 0; i < start; i++ {
		if d.Blocks[i].Kind == news.Paragraph {
			d.Blocks[i].Kind = news.Caption
		}
	}
}

// sentence reports whether a line reads like text: it is long, ends like a
// sentence, or holds a verb.
func sentence(line string) bool {
	words := strings.Fields(line)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `"”’')]»`))
	if len(words) > 25 || strings.ContainsRune(".!?…:;。", last) {
		return true
	}
	for _, w := range words {
		if verbs[strings.Trim(w, `.,;:“”"'‘’()`)] {
			return true
		}
	}
	return false
}

// verbs in lower case tell a sentence from a caption. In capitals they may be
// part of a title.
var verbs = setOf(`is are was were be been being am has have had having do does did will would can could may might
	must shall should isn't aren't wasn't weren't won't can't don't doesn't didn't isn’t aren’t wasn’t weren’t won’t
	can’t don’t doesn’t didn’t says said say told tells confirmed confirms announced announces revealed reveals
	returns returned renewed cancelled canceled ordered joins joined plays played stars starred gets got becomes
	became comes came goes went makes made takes took wants wanted shares shared reports reported premieres
	premiered debuts debuted begins began ends ended airs aired follows followed wraps wrapped`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
