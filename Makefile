# Every target sets up what it needs (scripts/setup), asks nothing, and is quick when all is there.
CARGO ?= cargo
MANDIR ?= $(HOME)/.local/share/man/man1

.PHONY: help demo test bench bench-live bench-send bench-scan bench-dns bench-traffic lint install sql cluster test-sql lint-sql bench-sql
help:
	@echo 'make demo     the tour'
	@echo 'make test     all tests, with tshark and tcpdump to compare with'
	@echo 'make bench    pkt beside tcpdump and tshark on a million packets'
	@echo 'make bench-live  the same flood captured by pkt, tcpdump, dumpcap, netsniff-ng (Linux, root)'
	@echo 'make bench-scan  65,535 ports of a host, by pkt and by nmap (Linux, root)'
	@echo 'make bench-dns  many names, by pkt, dnsperf and CPython (Linux, root)'
	@echo 'make bench-send  the same packets sent by pkt, trafgen, tcpreplay (Linux, root)'
	@echo 'make bench-traffic  echo servers of pkt, socat, ncat and nginx under the same load'
	@echo 'make lint     formatting, clippy, documentation, licences'
	@echo 'make sql      pkt-sql, which pkt sql runs, into ~/.cargo/bin (some minutes: it brings DataFusion)'
	@echo 'make cluster  pkt-cluster, which pkt cluster and pkt sql --cluster run (more minutes: it brings Ballista, too)'
	@echo 'make test-sql the tests of pkt-sql and pkt-cluster'
	@echo 'make lint-sql formatting and clippy of both'
	@echo 'make bench-sql  pkt sql beside tshark, tcpdump and DuckDB on a million packets; a cluster of one executor and of two'
	@echo 'make install  pkt into ~/.cargo/bin, its manual pages into ~/.local/share/man'

demo:
	@scripts/setup build
	@$(CARGO) run --quiet --release --locked -- demo

test:
	@scripts/setup build test
	$(CARGO) test --locked --no-fail-fast

bench:
	@scripts/setup build bench
	@$(CARGO) build --quiet --release --locked
	@python3 benches/compare.py

bench-send:
	@scripts/setup build flood
	@$(CARGO) build --quiet --release --locked
	@if [ "$$(id -u)" = 0 ]; then python3 benches/send.py; else sudo -E python3 benches/send.py; fi

bench-live:
	@scripts/setup build flood
	@$(CARGO) build --quiet --release --locked
	@if [ "$$(id -u)" = 0 ]; then python3 benches/live.py; else sudo -E python3 benches/live.py; fi

bench-scan:
	@scripts/setup build scan
	@$(CARGO) build --quiet --release --locked
	@if [ "$$(id -u)" = 0 ]; then python3 benches/scan.py; else sudo -E python3 benches/scan.py; fi

bench-dns:
	@scripts/setup build names
	@$(CARGO) build --quiet --release --locked
	@if [ "$$(id -u)" = 0 ]; then python3 benches/dns.py; else sudo -E python3 benches/dns.py; fi

bench-traffic:
	@scripts/setup build traffic
	@$(CARGO) build --quiet --release --locked
	@python3 benches/traffic.py

lint:
	@scripts/setup build lint
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) clippy --locked --lib --no-default-features -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --locked --no-deps --quiet
	@if command -v cargo-deny >/dev/null; then $(CARGO) deny --locked check licenses bans sources; \
	else echo 'cargo-deny is not installed: licences are not checked'; fi

install:
	@scripts/setup build
	$(CARGO) install --path . --locked
	@$(CARGO) run --quiet --release --locked -- man --quiet --dir '$(MANDIR)'
	@echo 'pkt help, man pkt, and pkt completions SHELL for your shell'

# A workspace of its own, with its own lock file: what is said of versions there follows what is said here, so it is not --locked.
sql:
	@scripts/setup build
	$(CARGO) install --path crates/sql --target-dir target

cluster:
	@scripts/setup build
	$(CARGO) install --path crates/cluster --target-dir target

# Both at once: so DataFusion is built once, with what both want of it.
test-sql:
	@scripts/setup build test
	$(CARGO) test --manifest-path crates/sql/Cargo.toml --workspace --no-fail-fast

lint-sql:
	@scripts/setup build lint
	$(CARGO) fmt --check --manifest-path crates/sql/Cargo.toml -p pkt-sql -p pkt-cluster
	$(CARGO) clippy --manifest-path crates/sql/Cargo.toml --workspace --all-targets -- -D warnings

bench-sql:
	@scripts/setup build bench
	@$(CARGO) build --quiet --release --locked
	@$(CARGO) build --quiet --release --manifest-path crates/sql/Cargo.toml --workspace --target-dir target
	@python3 benches/sql.py
	@echo
	@python3 benches/cluster.py
