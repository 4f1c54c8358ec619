package app

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"

	"lobby/server/ledger"
	"lobby/server/metrics"
	"lobby/server/peer"
)

// meter counts for the metrics where those are wanted.
type meter struct {
	metrics  *metrics.Metrics // nil when they are not
	listener net.Listener     // nil when they are not
	http     *http.Server     // nil until they are served
	stopped  chan struct{}
}

// peers is what the connections report to.
func (m *meter) peers() peer.Meter {
	if m.metrics == nil {
		return peer.NoMeter{}
	}
	return m.metrics
}

// watch puts itself in front of what a ledger reports.
func (m *meter) watch(o *ledger.Options) {
	if m.metrics == nil {
		return
	}
	stored, committed := o.Stored, o.Committed
	o.Stored = func(b ledger.Batch) {
		m.metrics.Stored(b)
		stored(b)
	}
	o.Committed = func(done []ledger.Commit) {
		m.metrics.Committed(done)
		committed(done)
	}
}

// serveMetrics serves the metrics of the running server at an address of their
// own.
func (s *Server) serveMetrics(log *slog.Logger) {
	if s.meter.metrics == nil {
		return
	}
	all := s.meter.metrics
	all.Sessions(s.hub.Sessions)
	all.Gauge("lobby_connections", "Open connections, of pages too.", func() float64 { return float64(s.door.Connections()) })
	all.Gauge("lobby_log_damaged_lines", "Damaged lines that were found in the log since the start.", func() float64 { return float64(s.ledger.Damaged()) })
	traffic := s.door.Traffic()
	for direction, count := range map[string]*atomic.Uint64{"in": &traffic.In, "out": &traffic.Out} {
		all.Counter("lobby_network_bytes_total", "Bytes on all connections.", map[string]string{"direction": direction},
			func() float64 { return float64(count.Load()) })
	}
	all.Transfers(s.files.Figures)
	all.Gauge("lobby_transfer_pace_bytes", "Bytes of files that are carried each second, in and out together, while somebody talks.", s.pacer.Rate)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", all.Handler())
	s.meter.http = &http.Server{
		Handler: mux, ReadTimeout: metrics.Timeout, WriteTimeout: metrics.Timeout,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	s.meter.stopped = make(chan struct{})
	go func() {
		defer close(s.meter.stopped)
		if err := s.meter.http.Serve(s.meter.listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the metrics are not served any more", "error", err)
		}
	}()
}

func (m *meter) close() error {
	if m.listener == nil {
		return nil
	}
	if m.http == nil {
		return m.listener.Close()
	}
	err := m.http.Close()
	<-m.stopped
	return err
}

// MetricsAddr is where the metrics are served, nil when they are not.
func (s *Server) MetricsAddr() net.Addr {
	if s.meter.listener == nil {
		return nil
	}
	return s.meter.listener.Addr()
}
