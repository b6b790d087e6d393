package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"changping/access"
	"changping/graph"
	"changping/internal/gql/front"
	"changping/internal/gql/httpapi"
	"changping/logistics"
	"changping/logistics/roads"
)

// website is the API as it is served, without the frame of the binary around it.
type website struct {
	*httptest.Server
	w      *work
	client *http.Client
	secret string
}

func (w *work) serve(ctx context.Context) (*website, error) {
	pool := w.server.pool
	schema, err := graph.Schema(&graph.Resolver{Pool: pool, Access: access.New(pool), Inventory: w.inv, Logistics: logistics.New(pool, roads.DefaultEstimate())})
	if err != nil {
		return nil, err
	}
	f, err := front.New(graph.SDL(), front.Default)
	if err != nil {
		return nil, err
	}
	people := access.New(pool)
	people.Remember = 2 * time.Second // as served
	secret, err := people.CreateToken(access.WithActor(ctx, access.System("bench")), access.ActorFrom(w.d.keeper).Account, "bench", time.Hour)
	if err != nil {
		return nil, err
	}
	api := &httpapi.Handler{Schema: schema, Front: f, RequestID: access.RequestID, Authenticate: func(r *http.Request) (context.Context, error) {
		_, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		actor, err := people.Authenticate(r.Context(), bearer, access.InHeader)
		return access.WithActor(r.Context(), actor), err
	}}
	return &website{httptest.NewServer(api), w, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, secret}, nil
}

const issueMutation = `mutation Issue($input: IssueGoodsInput!) { issueGoods(input: $input) { document { id number } replayed userErrors { code message } } }`

func (s *website) issue(ctx context.Context, site, item int64) error {
	body, err := json.Marshal(map[string]any{"query": issueMutation, "variables": map[string]any{"input": map[string]any{
		"requestKey": s.w.key(), "siteId": fmt.Sprint("site_", site), "reason": "CONSUMPTION", "lines": []any{map[string]any{"itemId": fmt.Sprint("item_", item), "quantity": "1"}}}}})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+s.secret)
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var told struct {
		Errors []any
		Data   struct {
			IssueGoods struct {
				Document   *struct{ ID string }
				UserErrors []any
			}
		}
	}
	if err := json.Unmarshal(answer, &told); err != nil || told.Data.IssueGoods.Document == nil {
		return fmt.Errorf("%s: %s", response.Status, answer)
	}
	return nil
}

func (s *website) issueSpread(ctx context.Context) error {
	site, item := s.w.somewhere()
	return s.issue(ctx, site, item)
}

func (s *website) issueHot(ctx context.Context) error { return s.issue(ctx, 1, s.w.d.hot) }
