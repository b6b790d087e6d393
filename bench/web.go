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

// ask sends one operation and gives the body of its answer.
func (s *website) ask(ctx context.Context, query string, variables map[string]any) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+s.secret)
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, answer)
	}
	return answer, err
}

const stockPage = `query Stock($site: ID, $after: String) { stock(siteId: $site, first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
	site { code nameZh } item { code nameZh unitZh } onHand available reserved expired nextExpiry } } }`

// stock asks for a page of stock, of one site or, without one, of the district: 100 rows of 10 fields each.
func (s *website) stock(ctx context.Context, site int64) error {
	variables := map[string]any{}
	if site != 0 {
		variables["site"] = fmt.Sprint("site_", site)
	}
	answer, err := s.ask(ctx, stockPage, variables)
	if rows := bytes.Count(answer, []byte(`"onHand":`)); err == nil && rows != 100 {
		err = fmt.Errorf("%d rows: %.300s", rows, answer)
	}
	return err
}

const issueMutation = `mutation Issue($input: IssueGoodsInput!) { issueGoods(input: $input) { document { id number } replayed userErrors { code message } } }`

func (s *website) issue(ctx context.Context, site, item int64) error {
	answer, err := s.ask(ctx, issueMutation, map[string]any{"input": map[string]any{
		"requestKey": s.w.key(), "siteId": fmt.Sprint("site_", site), "reason": "CONSUMPTION", "lines": []any{map[string]any{"itemId": fmt.Sprint("item_", item), "quantity": "1"}}}})
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
		return fmt.Errorf("answered %s", answer)
	}
	return nil
}

func (s *website) issueSpread(ctx context.Context) error {
	site, item := s.w.somewhere()
	return s.issue(ctx, site, item)
}

func (s *website) issueHot(ctx context.Context) error { return s.issue(ctx, 1, s.w.d.hot) }
