package outbox

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// counters are kept from the start, whether or not somebody collects them.
type counters struct {
	delivered, retried, aside, stopped, edited, told, untold prometheus.Counter

	delay prometheus.Histogram
}

func newCounters() counters {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "greenlit", Subsystem: "outbox", Name: name, Help: help})
	}
	return counters{
		delivered: counter("delivered_total", "Deliveries that were posted."),
		retried:   counter("retried_total", "Attempts that failed and are made again."),
		aside:     counter("set_aside_total", "Deliveries that Discord refused for good."),
		stopped:   counter("stopped_total", "Channels that get no more posts because Discord refuses them."),
		edited:    counter("edited_total", "Posts that were edited to name further outlets."),
		told:      counter("notices_told_total", "Notices that moderators were told."),
		untold:    counter("notices_set_aside_total", "Notices that no channel of their server takes."),
		delay: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "greenlit", Subsystem: "outbox", Name: "publication_to_post_seconds",
			Help:    "Time from an article's publication to its post.",
			Buckets: []float64{10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21600, 86400},
		}),
	}
}

var (
	waitingDesc = prometheus.NewDesc("greenlit_outbox_waiting", "Deliveries that wait.", nil, nil)
	oldestDesc  = prometheus.NewDesc("greenlit_outbox_oldest_waiting_seconds", "How long the oldest delivery waits.", nil, nil)

	waitingNoticesDesc = prometheus.NewDesc("greenlit_outbox_notices_waiting", "Notices that wait.", nil, nil)
	oldestNoticeDesc   = prometheus.NewDesc("greenlit_outbox_notices_oldest_waiting_seconds", "How long the oldest notice waits.", nil, nil)
)

// metrics collects a worker's counters, and asks its store for what waits.
type metrics struct{ w *Worker }

func (m metrics) all() []prometheus.Collector {
	c := m.w.count
	return []prometheus.Collector{c.delivered, c.retried, c.aside, c.stopped, c.edited, c.told, c.untold, c.delay}
}

// Describe implements prometheus.Collector.
func (m metrics) Describe(ch chan<- *prometheus.Desc) {
	for _, c := range m.all() {
		c.Describe(ch)
	}
	for _, d := range []*prometheus.Desc{waitingDesc, oldestDesc, waitingNoticesDesc, oldestNoticeDesc} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (m metrics) Collect(ch chan<- prometheus.Metric) {
	for _, c := range m.all() {
		c.Collect(ch)
	}
	ctx, cancel := context.WithTimeout(context.Background(), markTime)
	defer cancel()
	m.waiting(ctx, ch, m.w.Store.WaitingDeliveries, waitingDesc, oldestDesc)
	m.waiting(ctx, ch, m.w.Store.WaitingNotices, waitingNoticesDesc, oldestNoticeDesc)
}

// waiting collects how much waits, and for how long.
func (m metrics) waiting(ctx context.Context, ch chan<- prometheus.Metric, ask func(context.Context) (int, time.Time, error), number, since *prometheus.Desc) {
	n, oldest, err := ask(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(number, err)
		return
	}
	age := time.Duration(0)
	if n > 0 && !oldest.IsZero() {
		age = max(m.w.Now().Sub(oldest), 0)
	}
	ch <- prometheus.MustNewConstMetric(number, prometheus.GaugeValue, float64(n))
	ch <- prometheus.MustNewConstMetric(since, prometheus.GaugeValue, age.Seconds())
}
