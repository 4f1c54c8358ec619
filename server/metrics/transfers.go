package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"lobby/server/files"
)

// Transfers shows what is offered and carried, as figures says at a scrape.
func (m *Metrics) Transfers(figures func() files.Figures) {
	m.registry.MustRegister(&transfers{
		figures: figures,
		offers:  prometheus.NewDesc("lobby_offers", "Open offers: offered, accepted, or ready, which is whole on the server.", []string{"state"}, nil),
		open:    prometheus.NewDesc("lobby_transfers", "Connections that carry a file.", []string{"direction"}, nil),
		bytes:   prometheus.NewDesc("lobby_transfer_bytes_total", "Bytes of files that were taken in and given out.", []string{"direction"}, nil),
		spool:   prometheus.NewDesc("lobby_spool_bytes", "Bytes that the files take whose uploads have begun.", nil, nil),
		limit:   prometheus.NewDesc("lobby_spool_limit_bytes", "Bytes that they may take at most.", nil, nil),
	})
}

// transfers asks once for all figures.
type transfers struct {
	figures                           func() files.Figures
	offers, open, bytes, spool, limit *prometheus.Desc
}

// Describe is prometheus.Collector's.
func (t *transfers) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{t.offers, t.open, t.bytes, t.spool, t.limit} {
		to <- d
	}
}

// Collect is prometheus.Collector's.
func (t *transfers) Collect(to chan<- prometheus.Metric) {
	f := t.figures()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	gauge(t.offers, float64(f.Offered), "offered")
	gauge(t.offers, float64(f.Accepted), "accepted")
	gauge(t.offers, float64(f.Ready), "ready")
	gauge(t.open, float64(f.Uploads), "in")
	gauge(t.open, float64(f.Downloads), "out")
	gauge(t.spool, float64(f.Bytes))
	gauge(t.limit, float64(f.Limit))
	to <- prometheus.MustNewConstMetric(t.bytes, prometheus.CounterValue, float64(f.Received), "in")
	to <- prometheus.MustNewConstMetric(t.bytes, prometheus.CounterValue, float64(f.Sent), "out")
}
