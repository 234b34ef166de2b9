package page

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// linkedData is what a page's JSON-LD says of its article.
type linkedData struct {
	title, author, authorRole, outlet, image, language string
	published, updated                                 string
	categories                                         []string
}

// ldNode is a JSON-LD object.
type ldNode = map[string]any

// ldDepth bounds how deep objects are looked for, and references followed.
const ldDepth = 8

// readLD reads the article from a page's JSON-LD scripts. Objects may stand
// alone, in an array or in a @graph, and refer to each other by @id.
func readLD(scripts []string) (ld linkedData) {
	var nodes []ldNode
	for _, s := range scripts {
		s = strings.TrimSpace(s)
		s = strings.TrimSuffix(strings.TrimPrefix(s, "<!--"), "-->")
		s = strings.TrimSuffix(strings.TrimPrefix(s, "//<![CDATA["), "//]]>")
		var v any
		if json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimSpace(s), ";")), &v) == nil {
			nodes = collect(nodes, v, 0)
		}
	}
	byID := map[string]ldNode{}
	for _, n := range nodes {
		// The fullest object of an id is its definition; the others refer to it.
		if id, _ := n["@id"].(string); id != "" && len(n) > len(byID[id]) {
			byID[id] = n
		}
	}
	for _, n := range nodes {
		if !isArticle(n) {
			continue
		}
		ld.title = str(n["headline"])
		if ld.title == "" {
			ld.title = str(n["name"])
		}
		ld.author, ld.authorRole = people(n["author"], byID)
		ld.outlet, _ = people(n["publisher"], byID)
		ld.image = imageURL(n["image"], byID, 0)
		if ld.image == "" {
			ld.image = str(n["thumbnailUrl"])
		}
		ld.language = str(n["inLanguage"])
		ld.published, ld.updated = str(n["datePublished"]), str(n["dateModified"])
		ld.categories = categories(append(list(n["keywords"]), list(n["articleSection"])...))
		return ld
	}
	return ld
}

func collect(nodes []ldNode, v any, depth int) []ldNode {
	if depth > ldDepth || len(nodes) > 1000 {
		return nodes
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			nodes = collect(nodes, e, depth+1)
		}
	case ldNode:
		nodes = append(nodes, v)
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "image"} {
			nodes = collect(nodes, v[key], depth+1)
		}
	}
	return nodes
}

func isArticle(n ldNode) bool {
	for _, t := range list(n["@type"]) {
		t = t[strings.LastIndexAny(t, "/:")+1:]
		if strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "Review" || t == "Report" {
			return n["headline"] != nil || n["author"] != nil || n["datePublished"] != nil
		}
	}
	return false
}

// people returns the names that an author or a publisher goes by, and the
// role of the first.
func people(v any, byID map[string]ldNode) (names, role string) {
	var all []string
	add := func(name, job string) {
		name = personName(name)
		for _, known := range all {
			if strings.EqualFold(known, name) {
				return
			}
		}
		if name == "" || len(all) == 5 {
			return
		}
		if len(all) == 0 {
			role = job
		}
		all = append(all, name)
	}
	var visit func(v any, depth int)
	visit = func(v any, depth int) {
		if depth > ldDepth {
			return
		}
		switch v := v.(type) {
		case string:
			if n, ok := byID[v]; ok {
				visit(n, depth+1)
			} else {
				add(v, "")
			}
		case []any:
			for _, e := range v {
				visit(e, depth+1)
			}
		case ldNode:
			if name := str(v["name"]); name != "" {
				add(name, str(v["jobTitle"]))
			} else if id, _ := v["@id"].(string); id != "" && len(byID[id]) > len(v) {
				visit(byID[id], depth+1)
			}
		}
	}
	visit(v, 0)
	return strings.Join(all, ", "), role
}

func imageURL(v any, byID map[string]ldNode, depth int) string {
	if depth > ldDepth {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, e := range v {
			if u := imageURL(e, byID, depth+1); u != "" {
				return u
			}
		}
	case ldNode:
		for _, key := range []string{"url", "contentUrl"} {
			if u := str(v[key]); u != "" {
				return u
			}
		}
		if id, _ := v["@id"].(string); len(byID[id]) > len(v) {
			return imageURL(byID[id], byID, depth+1)
		}
	}
	return ""
}

// str returns a string, or the first of a list of strings, without entities.
func str(v any) string {
	for _, s := range list(v) {
		if s = Clean(html.UnescapeString(s)); s != "" {
			return s
		}
	}
	return ""
}

func list(v any) (texts []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			switch e := e.(type) {
			case string:
				texts = append(texts, e)
			case ldNode:
				if name, ok := e["name"].(string); ok {
					texts = append(texts, name)
				}
			}
		}
	case ldNode:
		if name, ok := v["name"].(string); ok {
			return []string{name}
		}
		if value, ok := v["@value"].(string); ok {
			return []string{value}
		}
	}
	return texts
}
