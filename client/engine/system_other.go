//go:build !windows && !darwin && !js

package engine

func systemLocale() string { return "" }
