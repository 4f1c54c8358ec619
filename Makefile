# Lobby. `make run` to chat, `make test` before a change goes in, `make help` for the rest.

.DEFAULT_GOAL := help
.PHONY: run test e2e web bench microbench fault fuzz lint shots release build fonts clean help

# Everything is built without cgo; only the race detector of `make test` needs it.
export CGO_ENABLED = 0

# How long `make fuzz` lets each fuzz test search.
FUZZTIME ?= 10s
# Which figures `make bench` measures, as a regular expression; with
# STORED=0,1000000,10000000 those that depend on what is stored take 10 million too.
BENCH ?= .
STORED ?= 0,1000000
# Sizes in MiB of the file that `make bench` has carried; with SIZES=1,1024,20480 one
# of 20 GB too, which needs 40 GB of disk.
SIZES ?= 1,100,1024
# For how long `make fault` breaks things, or how many steps of its schedule it does,
# and which: without a seed one is drawn.
FAULT_TIME ?= 60s
FAULT_STEPS ?=
FAULT_SEED ?=
# How often `make fault` with a seed does the same at most, until it fails again.
FAULT_TRIES ?= 10
# Which faces `make fonts` cuts; all by default.
FACES ?=
# How hard `make web` compresses: 6 takes seconds, 11 a minute.
QUALITY ?= 6

run: ## build all, start the server with ./data on port 7070 and open a window
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .ci/need.sh run; fi
	@$(MAKE) --no-print-directory build
	@.ci/run-local.sh

test: ## install what the tests need and run them all, with the race detector
	@.ci/need.sh test
	@.ci/web.sh
	@.ci/test.sh

e2e: ## every test of whole windows and pages, the long ones too
	@.ci/need.sh e2e
	@.ci/web.sh
	@LOBBY_LONG=1 .ci/test.sh -count=1 ./client/e2e

build: web ## build bin/lobbyd (with the page inside) and bin/lobby
	go build -trimpath -ldflags '-s -w' -o bin/lobbyd ./server
	go build -trimpath -ldflags '-s -w' -o bin/lobby ./client

web: ## build the client for the browser, for the server to embed
	@.ci/web.sh $(QUALITY)

bench: ## measure server and client as a whole, in ten minutes (BENCH=regular expression)
	@.ci/need.sh test
	@.ci/web.sh 11
	@mkdir -p out/bench
	go build -trimpath -o out/bench/lobbyd ./server
	go build -trimpath -ldflags '-s -w' -o out/bench/lobby ./client
	go build -trimpath -ldflags '-s -w' -o out/bench/bare ./client/engine/bare
	go build -o out/bench/bench ./server/bench
	go build -trimpath -o out/bench/porter ./client/porter
	go build -o out/bench/client ./client/bench
	out/bench/bench --server out/bench/lobbyd --porter out/bench/porter --dir out/bench --stored '$(STORED)' --sizes '$(SIZES)' '$(BENCH)'
	out/bench/client '$(BENCH)'

microbench: ## measure the parts of everything (BENCH=regular expression)
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

fault: ## kill, cut, stall, fill and abuse a server while members chat and send files (FAULT_TIME, FAULT_SEED, FAULT_STEPS, FAULT_TRIES)
	@.ci/need.sh test
ifneq ($(FAULT_SEED),)
	CGO_ENABLED=1 FAULT_TIME='$(FAULT_TIME)' FAULT_SEED='$(FAULT_SEED)' FAULT_STEPS='$(FAULT_STEPS)' \
		go test -race -count=$(FAULT_TRIES) -failfast -timeout 2h -v -run 'Faults$$' ./server/fault
else
	CGO_ENABLED=1 FAULT_TIME='$(FAULT_TIME)' FAULT_STEPS='$(FAULT_STEPS)' go test -race -count=1 -timeout 1h -v ./server/fault
	# Without the race detector, whose figures are not those of a server.
	FAULT_TIME='$(FAULT_TIME)' go test -count=1 -v -run 'Hostile$$' ./server/fault
	FAULT_TIME='$(FAULT_TIME)' go test -count=1 -v -run 'ManyOffers|SizeOfLargeArchives' ./server/files ./client/session
endif

fuzz: ## let every fuzz test search for FUZZTIME, 10s by default
	@.ci/fuzz.sh $(FUZZTIME)

lint: ## gofmt, vet for Linux, Windows, macOS and the browser, staticcheck
	@.ci/lint.sh

shots: ## take pictures of every screen and widget, window and page, into out/shots
	@.ci/need.sh test
	@.ci/web.sh
	@mkdir -p out/shots
	LOBBY_SHOTS=$(CURDIR)/out/shots go test ./client/e2e -run 'Shots|OwnChooser' -count=1
	@ls out/shots

release: ## archives for every system, into out/
	@.ci/need.sh release
	@.ci/release.sh

fonts: ## cut the faces (FACES) anew out of Debian's Noto packages
	@.ci/need.sh fonts
	fonts/subset.py $(FACES)

clean: ## remove everything that was built; ./data stays
	rm -rf bin out
	find server/door/page/dist -type f ! -name README.md -delete

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
