package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"changping/access"
	"changping/internal/fault"
)

const cookieName = "changping_session"

// authenticate puts the caller into the request's context: a bearer secret, else the session cookie; neither means nobody.
func (app *application) authenticate(r *http.Request) (context.Context, error) {
	secret, carrier := secretOf(r)
	if len(r.CookiesNamed(cookieName)) > 1 {
		// Somebody, such as a page of a sibling domain, has set one beside ours.
		return nil, fault.New(fault.Invalid, "COOKIE_TWICE", "The request has more than one session cookie: clear the cookies of this site and sign in again.")
	}
	if secret == "" {
		return r.Context(), nil
	}
	actor, err := app.access.Authenticate(r.Context(), secret, carrier)
	if err != nil {
		return nil, err
	}
	return access.WithActor(r.Context(), actor), nil
}

func secretOf(r *http.Request) (secret string, carrier access.Carrier) {
	if scheme, bearer, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return bearer, access.InHeader
	}
	if c, err := r.Cookie(cookieName); err == nil {
		return c.Value, access.InCookie
	}
	return "", ""
}

// refusal is a fault as the plain routes tell it.
type refusal struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Facts   map[string]string `json:"facts,omitempty"`
}

// signIn opens a session.
func (app *application) signIn(w http.ResponseWriter, r *http.Request) {
	var in struct{ Account, Password string }
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		answer(w, http.StatusUnsupportedMediaType, refusal{Code: "MEDIA_TYPE", Message: "Send application/json."})
		return
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10)).Decode(&in); err != nil {
		answer(w, http.StatusBadRequest, refusal{Code: "BAD_REQUEST", Message: "Send {account, password}."})
		return
	}
	secret, actor, err := app.access.SignIn(r.Context(), in.Account, in.Password, network(r))
	if err != nil {
		f := fault.As(err)
		if f == nil {
			slog.ErrorContext(r.Context(), "signing in failed", "error", err)
			f = fault.New(fault.Unavailable, "UNAVAILABLE", "Signing in is not possible just now.")
		}
		status := http.StatusUnauthorized
		if f.Kind == fault.Unavailable {
			status = http.StatusServiceUnavailable
		}
		if minutes, err := strconv.Atoi(f.Facts["minutes"]); err == nil {
			w.Header().Set("Retry-After", strconv.Itoa(60*minutes))
		}
		answer(w, status, refusal{f.Code, f.Message, f.Facts})
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: secret, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	answer(w, http.StatusOK, map[string]string{"token": secret, "account": actor.Account, "name": actor.Name})
}

// signOut ends the session.
func (app *application) signOut(w http.ResponseWriter, r *http.Request) {
	secret, _ := secretOf(r)
	if err := app.access.SignOut(r.Context(), secret); err != nil {
		answer(w, http.StatusServiceUnavailable, refusal{Code: "UNAVAILABLE", Message: "Signing out is not possible just now: try again."})
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	w.Header().Set("Clear-Site-Data", `"cookies"`)
	answer(w, http.StatusOK, map[string]string{})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

// network is the caller's /24, or /56 where the address is of version 6.
func network(r *http.Request) string {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	bits := 24
	if ip.Is6() && !ip.Is4In6() {
		bits = 56
	}
	p, _ := ip.Unmap().Prefix(bits)
	return p.String()
}
