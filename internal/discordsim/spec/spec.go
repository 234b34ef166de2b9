// Package spec holds REST exchanges against Discord's OpenAPI description, in the form that Discord publishes.
package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A Spec is the description, compiled operation by operation as they are met. It may be used at once from several goroutines.
type Spec struct {
	paths map[string]map[string]any // template → method → operation

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

const resource = "https://discord.com/openapi.json"

// Load reads the description and mends what is known to be wrong in it.
func Load(file string) (*Spec, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("description of the API: %w", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("description of the API, %s: %w", file, err)
	}
	mend(doc)
	var paths struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(raw, &paths); err != nil {
		return nil, fmt.Errorf("description of the API, %s: %w", file, err)
	}
	s := &Spec{paths: paths.Paths, compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	s.compiler.RegisterFormat(&jsonschema.Format{Name: "snowflake", Validate: snowflake})
	if err := s.compiler.AddResource(resource, doc); err != nil {
		return nil, fmt.Errorf("description of the API, %s: %w", file, err)
	}
	return s, nil
}

func snowflake(v any) error {
	if text, ok := v.(string); ok {
		if _, err := strconv.ParseUint(text, 10, 64); err != nil {
			return fmt.Errorf("%q is no snowflake", text)
		}
	}
	return nil
}

// mend changes the description where it contradicts Discord's documentation: permission bits are strings on the wire,
// also in requests, and a bot's message has 2000 characters.
func mend(doc any) {
	schemas := at(doc, "components", "schemas")
	for _, name := range []string{"MessageCreateRequest", "MessageEditRequestPartial", "BaseCreateMessageCreateRequest"} {
		if c, ok := at(schemas, name, "properties", "content").(map[string]any); ok {
			c["maxLength"] = json.Number("2000")
		}
	}
	if code, ok := at(schemas, "Error", "properties", "code").(map[string]any); ok {
		code["type"] = []any{"integer", "string"}
		delete(code, "format")
	}
	if all, ok := at(schemas, "RatelimitedResponse", "allOf").([]any); ok && len(all) > 0 {
		all[0] = map[string]any{"type": "object", "required": []any{"message"}} // not the code, which documented bodies lack
	}
	walk(doc, func(key string, o map[string]any) {
		if key != "default_member_permissions" && key != "permissions" && key != "allow" && key != "deny" {
			return
		}
		if types := fmt.Sprint(o["type"]); strings.Contains(types, "integer") {
			delete(o, "format")
			delete(o, "maximum")
			o["type"] = []any{"integer", "string", "null"}
			o["pattern"] = `^\d+$`
		}
	})
}

func at(v any, path ...string) any {
	for _, k := range path {
		o, _ := v.(map[string]any)
		v = o[k]
	}
	return v
}

func walk(v any, visit func(key string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if o, ok := x.(map[string]any); ok {
				visit(k, o)
			}
			walk(x, visit)
		}
	case []any:
		for _, x := range v {
			walk(x, visit)
		}
	}
}

// Known tells whether the description has an operation; the path is without /api/v10.
func (s *Spec) Known(method, path string) bool {
	_, op := s.find(method, path)
	return op != nil
}

// Exchange checks a whole exchange: the request, unless it was refused, and the answer, unless it is a fault of the
// server's. An operation that is not described is fine, and so is an answer that never came, which has status 0.
func (s *Spec) Exchange(method, path string, request []byte, status int, response []byte) error {
	if !s.Known(method, path) {
		return nil
	}
	if status < 300 {
		if err := s.Request(method, path, request); err != nil {
			return fmt.Errorf("%w\n%s", err, request)
		}
	}
	if status != 0 && status < 500 {
		if err := s.Response(method, path, status, response); err != nil {
			return fmt.Errorf("%w\n%s", err, response)
		}
	}
	return nil
}

// Request checks a request's JSON body. A body for an operation that takes none is fine when it is empty.
func (s *Spec) Request(method, path string, body []byte) error {
	template, op := s.find(method, path)
	if op == nil {
		return fmt.Errorf("%s %s is not described", method, path)
	}
	content := at(op, "requestBody", "content", "application/json", "schema")
	if content == nil || len(body) == 0 {
		return nil
	}
	return s.check(fmt.Sprintf("%s %s: request", method, path), body, template, strings.ToLower(method), "requestBody", "content", "application/json", "schema")
}

// Response checks an answer: that its status is described, and its body.
func (s *Spec) Response(method, path string, status int, body []byte) error {
	template, op := s.find(method, path)
	if op == nil {
		return fmt.Errorf("%s %s is not described", method, path)
	}
	key := strconv.Itoa(status)
	if at(op, "responses", key) == nil && status >= 400 && status < 500 {
		key = "4XX"
	}
	answer := at(op, "responses", key)
	if answer == nil {
		return fmt.Errorf("%s %s: status %d is not described", method, path, status)
	}
	what := fmt.Sprintf("%s %s: answer %d", method, path, status)
	if ref, ok := at(answer, "$ref").(string); ok {
		path := append(strings.Split(strings.TrimPrefix(ref, "#/"), "/"), "content", "application/json", "schema")
		return s.checkAt(what, body, path...)
	}
	if at(answer, "content", "application/json", "schema") == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s has a body, and should have none", what)
		}
		return nil
	}
	return s.check(what, body, template, strings.ToLower(method), "responses", key, "content", "application/json", "schema")
}

// find is the operation of a path; words in its template go before variables.
func (s *Spec) find(method, path string) (template string, op any) {
	parts := strings.Split(path, "/")
	best := -1
	for t, methods := range s.paths {
		want := strings.Split(t, "/")
		words := 0
		if len(want) != len(parts) || methods[strings.ToLower(method)] == nil {
			continue
		}
		for i, w := range want {
			if strings.HasPrefix(w, "{") {
				continue
			}
			if w != parts[i] {
				words = -1
				break
			}
			words++
		}
		if words > best {
			best, template, op = words, t, methods[strings.ToLower(method)]
		}
	}
	return template, op
}

func (s *Spec) check(what string, body []byte, template string, rest ...string) error {
	return s.checkAt(what, body, append([]string{"paths", template}, rest...)...)
}

func (s *Spec) checkAt(what string, body []byte, path ...string) error {
	schema, err := s.compile(path)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s is no JSON: %w", what, err)
	}
	if err := schema.Validate(v); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (s *Spec) compile(path []string) (*jsonschema.Schema, error) {
	var ref strings.Builder
	ref.WriteString(resource + "#")
	for _, p := range path {
		ref.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(p))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.compiled[ref.String()]; c != nil {
		return c, nil
	}
	c, err := s.compiler.Compile(ref.String())
	if err != nil {
		return nil, err
	}
	s.compiled[ref.String()] = c
	return c, nil
}
