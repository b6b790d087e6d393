package main

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// pages serves the built console and phone app: a file where there is one, else the page whose links reach below it, since
// both have addresses of their own (/incidents/…, /m/receive). Files under assets/ carry a hash in their name and never change.
func pages(dist fs.FS, built bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Pages are read by GET.", http.StatusMethodNotAllowed)
			return
		}
		if !built {
			http.Error(w, "The pages are not in this binary: build it with make build.", http.StatusNotFound)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		info, err := fs.Stat(dist, name)
		if name == "" || err != nil || info.IsDir() {
			if path.Ext(name) != "" { // a file that is not there, not a page's address
				http.NotFound(w, r)
				return
			}
			name = "index.html"
			if r.URL.Path == "/m" || strings.HasPrefix(r.URL.Path, "/m/") {
				name = "m/index.html"
			}
			if r.URL.Path == "/graphiql" || strings.HasPrefix(r.URL.Path, "/graphiql/") {
				name = "graphiql/index.html"
			}
		}
		servePage(w, r, dist, name)
	})
}

// servePage serves one file, compressed where the build made a compressed twin and the browser takes it.
func servePage(w http.ResponseWriter, r *http.Request, dist fs.FS, name string) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, "graphiql/assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.HasSuffix(name, ".webmanifest") {
		h.Set("Content-Type", "application/manifest+json")
	} else if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		h.Set("Content-Type", t)
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "br") {
		if packed, err := fs.ReadFile(dist, name+".br"); err == nil {
			h.Set("Content-Encoding", "br")
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(packed))
			return
		}
	}
	plain, err := fs.ReadFile(dist, name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(plain))
}
