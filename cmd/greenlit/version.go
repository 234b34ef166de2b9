package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version tells what this program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "greenlit, built with " + runtime.Version()
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	text := "greenlit " + info.Main.Version
	if set["vcs.revision"] != "" {
		text += fmt.Sprintf(", revision %s of %s", set["vcs.revision"], set["vcs.time"])
	}
	return fmt.Sprintf("%s, %s %s/%s", text, info.GoVersion, runtime.GOOS, runtime.GOARCH)
}
