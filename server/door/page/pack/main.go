// Command pack fills the folder that the page's server embeds: it compresses the
// files named on the command line, the faces that the browser fetches, and the icons by
// which it installs the page, and writes the manifest that names them. What has not changed since the last time
// is left as it is, because good compression takes its time: of the program, two
// seconds at brotli's quality 6, and a minute for a sixth less at 11.
//
//	pack -out server/door/page/dist client.wasm wasm_exec.js
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"lobby/fonts"
)

func main() {
	out := flag.String("out", "", "folder to fill")
	quality := flag.Int("quality", 6, "brotli's quality, 0 to 11")
	flag.Parse()
	if *out == "" || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: pack -out FOLDER FILE...")
		os.Exit(2)
	}
	if err := run(*out, flag.Args(), *quality); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(out string, paths []string, quality int) error {
	var sources []source
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sources = append(sources, source{name: filepath.Base(path), data: data})
	}
	for _, name := range fonts.Fetched() {
		sources = append(sources, source{name: name, data: fonts.Data(name)})
	}
	drawn, err := icons()
	if err != nil {
		return err
	}
	return pack(out, append(sources, drawn...), quality)
}
