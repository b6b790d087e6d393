# changping: make run, make test. Each does the set-up it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export GOFLAGS := -mod=readonly
# The linter's cache knows files by their content and tells them by the place where it first read them: one cache for every
# checkout would tell of files of another one, gone since, and could not read what they say it may overlook.
export GOLANGCI_LINT_CACHE := $(CURDIR)/bin/golangci-lint-cache

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup-run build ## build, start a private PostgreSQL, load the demonstration district when empty, serve on http://127.0.0.1:8080
	@bin/changping serve --demo --data-dir $(or $(DATA_DIR),var/data)

test: setup pages ## everything: vet, golangci-lint, all Go tests with -race on a real PostgreSQL, the pages' types and tests, the story in Chromium
	@echo "== go vet"; go vet ./...
	@echo "== golangci-lint (built once, a minute)"; cd tools && go build -o ../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint && cd .. && bin/golangci-lint run ./...
	@echo "== gofmt"; test -z "$$(gofmt -l access bench cmd docs fixtures graph internal inventory logistics migrations web/*.go)" || { gofmt -l .; exit 1; }
	@echo "== go test -race"; go test -race -timeout 20m ./...
	@echo "== types of the pages"; cd web && npm run -s types
	@echo "== unit tests of the pages"; cd web && npm test -s
	@$(MAKE) -s binary
	@echo "== the pages in Chromium"; cd web && npm run -s e2e

build: pages binary ## build the pages and bin/changping

# What the pages are built of: a second make run, which changes none of it, is ready at once.
PAGES := $(shell find web graph/schema -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path web/build/schema.graphql -not -path web/shared/graphql/schema.d.ts -not -path 'web/e2e/*' -not -path 'web/test-results/*' -not -path 'web/playwright-report/*')

pages: web/dist/index.html ## build the console and the phone app into web/dist, where what they are made of has changed

web/dist/index.html: web/node_modules/.package-lock.json $(PAGES)
	@echo "== building the pages"; cd web && npm run -s build

web/node_modules/.package-lock.json: web/package-lock.json
	@echo "== installing what the pages are built with"; cd web && npm ci --no-audit --no-fund

binary:
	@echo "== building bin/changping"; go build -trimpath -o bin/changping ./cmd/changping

setup: ## install what is missing (PostgreSQL's server programs, Chromium and a Chinese font for the tests)
	@bash tools/setup.sh run test

setup-run:
	@bash tools/setup.sh run

bench-routes: ## measure the route planner against the best known answers (SECONDS=1,3,10 SEEDS=2 THREADS=1 ONLY=pattern DIR=another directory of problems)
	@go run ./bench/routes -seconds "$(or $(SECONDS),1,3,10)" -seeds "$(or $(SEEDS),2)" -threads "$(or $(THREADS),1)" -only "$(ONLY)" -dir "$(or $(DIR),fixtures/routing)"
	@if [ -z "$(ONLY)$(DIR)" ]; then BENCH_DISPATCH="$(or $(SECONDS),1,10)" BENCH_SEEDS="$(or $(SEEDS),2)" go test -count=1 -timeout 3h -run TestMeasureDispatch -v ./logistics/vrp | grep '^dispatches'; fi

verify: build ## prove the books of the demonstration
	@bin/changping verify --data-dir $(or $(DATA_DIR),var/data)

bench: ## measure posting, reading and proving beside what the same PostgreSQL can do at all (BENCH_ROWS=10000000 for the large one)
	@go run ./bench

bench-roads: ## measure the road graph: building, opening, searching, against a plain search in the same run
	@BENCH_ROADS=1 go test -count=1 -run TestMeasureRoads -v -timeout 30m ./logistics/roads | grep -v '^[=-]'

clean: ## remove what was built; data stays
	rm -rf bin

.PHONY: help run test build pages binary setup setup-run verify bench bench-roads bench-routes clean
