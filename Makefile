# changping: make run, make test. Each does the set-up it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export GOFLAGS := -mod=readonly

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup build ## build, start a private PostgreSQL, load the demonstration district when empty, serve on http://127.0.0.1:8080
	@bin/changping serve --demo --data-dir $(or $(DATA_DIR),var/data)

test: setup ## everything: vet, staticcheck, all tests with -race on a real PostgreSQL
	@echo "== go vet"; go vet ./...
	@echo "== staticcheck"; cd tools && go build -o ../bin/staticcheck honnef.co/go/tools/cmd/staticcheck && cd .. && bin/staticcheck ./...
	@echo "== gofmt"; test -z "$$(gofmt -l access cmd fixtures graph internal inventory logistics migrations)" || { gofmt -l .; exit 1; }
	@echo "== go test -race"; go test -race ./...

build: ## build bin/changping
	@echo "== building bin/changping"; go build -trimpath -o bin/changping ./cmd/changping

setup: ## install what is missing (PostgreSQL's server programs)
	@bash tools/setup.sh

verify: build ## prove the books of the demonstration
	@bin/changping verify --data-dir $(or $(DATA_DIR),var/data)

clean: ## remove what was built; data stays
	rm -rf bin

.PHONY: help run test build setup verify clean
