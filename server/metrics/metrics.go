// Package metrics counts what a server does, for Prometheus.
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// Metrics are the figures of one server. They implement peer.Meter.
type Metrics struct {
	registry *prometheus.Registry

	handshakes *prometheus.CounterVec
	logins     *prometheus.CounterVec
	overflows  prometheus.Counter
	events     *prometheus.CounterVec
	refused    prometheus.Counter
	batch      prometheus.Histogram
	bytes      prometheus.Counter
	seconds    prometheus.Histogram
}

// New makes metrics that are all zero.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		handshakes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lobby_handshakes_total", Help: "Noise handshakes, by result.",
		}, []string{"result"}),
		logins: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lobby_logins_total", Help: "Attempts to log in, by kind of request and result.",
		}, []string{"by", "result"}),
		overflows: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "lobby_queue_overflows_total", Help: "Clients that were disconnected because they did not read fast enough.",
		}),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "lobby_events_total", Help: "Events that were stored, by kind.",
		}, []string{"kind"}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "lobby_events_not_stored_total", Help: "Events that could not be stored.",
		}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "lobby_append_batch_events", Help: "Events that were written and synced together.",
			Buckets: prometheus.ExponentialBuckets(1, 4, 8), // 1 to 16,384
		}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "lobby_append_bytes_total", Help: "Bytes that were appended to the event log.",
		}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "lobby_append_seconds", Help: "Time to write and sync a batch.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2.5, 12), // 0.1 ms to 2.4 s
		}),
	}
	m.registry.MustRegister(m.handshakes, m.logins, m.overflows, m.events, m.refused, m.batch, m.bytes, m.seconds,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, kind := range []wire.Kind{wire.KindMessage, wire.KindJoined, wire.KindLeft, wire.KindRead} {
		m.events.WithLabelValues(string(kind)) // shown before the first
	}
	return m
}

// Handler answers a scrape.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Handshake counts a handshake.
func (m *Metrics) Handshake(ok bool) {
	result := "ok"
	if !ok {
		result = "failed"
	}
	m.handshakes.WithLabelValues(result).Inc()
}

// Login counts an attempt to log in; code is empty when it succeeded.
func (m *Metrics) Login(by string, code wire.Code) {
	result := string(code)
	if code == "" {
		result = "ok"
	}
	m.logins.WithLabelValues(by, result).Inc()
}

// Overflow counts a client that did not read fast enough.
func (m *Metrics) Overflow() { m.overflows.Inc() }

// Stored counts what became of a batch; see ledger.Options.
func (m *Metrics) Stored(b ledger.Batch) {
	if b.Err != nil {
		m.refused.Add(float64(b.Events))
		return
	}
	m.batch.Observe(float64(b.Events))
	m.bytes.Add(float64(b.Bytes))
	m.seconds.Observe(b.Took.Seconds())
}

// Committed counts the events that were stored.
func (m *Metrics) Committed(done []ledger.Commit) {
	for _, c := range done {
		if c.Err == nil {
			m.events.WithLabelValues(string(c.Event.Kind)).Inc()
		}
	}
}

// Sessions shows how many sessions there are, and of how many members, as count
// says at a scrape.
func (m *Metrics) Sessions(count func() (sessions, members int)) {
	m.registry.MustRegister(&sessions{
		count:    count,
		sessions: prometheus.NewDesc("lobby_sessions", "Connections that are logged in.", nil, nil),
		members:  prometheus.NewDesc("lobby_members_online", "Members with a connection.", nil, nil),
	})
}

// Gauge shows a value that is asked for at a scrape.
func (m *Metrics) Gauge(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
}

// Counter shows a rising value that is asked for at a scrape.
func (m *Metrics) Counter(name, help string, labels map[string]string, value func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help, ConstLabels: labels}, value))
}

// sessions asks once for both figures.
type sessions struct {
	count             func() (sessions, members int)
	sessions, members *prometheus.Desc
}

// Describe is prometheus.Collector's.
func (s *sessions) Describe(to chan<- *prometheus.Desc) { to <- s.sessions; to <- s.members }

// Collect is prometheus.Collector's.
func (s *sessions) Collect(to chan<- prometheus.Metric) {
	all, members := s.count()
	to <- prometheus.MustNewConstMetric(s.sessions, prometheus.GaugeValue, float64(all))
	to <- prometheus.MustNewConstMetric(s.members, prometheus.GaugeValue, float64(members))
}

// Timeout bounds a scrape's header and answer.
const Timeout = 10 * time.Second
