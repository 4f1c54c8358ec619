package accounts

import "time"

// Delay says how guessing is slowed: Free wrong tries cost nothing, the next
// makes its subject wait First, each further one doubles that up to Cap, and
// one try is forgiven in every Forgive that passes.
type Delay struct {
	Free    int
	First   time.Duration
	Cap     time.Duration
	Forgive time.Duration
}

// Defaults. A name has few free tries, and over time as many as it is forgiven:
// 288 a day. An address may be a school's, with a class of 60 that logs in at
// once and mistypes; it is let guess more, for it must also find the names.
var (
	DefaultNameDelay    = Delay{Free: 5, First: time.Second, Cap: 5 * time.Minute, Forgive: 5 * time.Minute}
	DefaultAddressDelay = Delay{Free: 120, First: time.Second, Cap: time.Minute, Forgive: 5 * time.Second}
)

// after returns the delay that follows so many tries.
func (d Delay) after(tries int) time.Duration {
	if tries <= d.Free {
		return 0
	}
	delay := d.First
	for range tries - d.Free - 1 {
		if delay >= d.Cap {
			break
		}
		delay *= 2
	}
	return min(delay, d.Cap)
}

// tries counts the wrong tries of one name or address.
type tries struct {
	count int
	last  time.Time // when the newest was made
	since time.Time // from when on the next is forgiven
}

// wait returns how long it is until a try is allowed, 0 when it is now.
func (t *tries) wait(d Delay, now time.Time) time.Duration {
	t.forgive(d, now)
	return max(0, d.after(t.count)-now.Sub(t.last))
}

// add counts a try. It is counted when it begins, so that many at once are no
// way around the delay, and taken back when it was right or came to nothing.
func (t *tries) add(now time.Time) {
	if t.count == 0 {
		t.since = now
	}
	t.count++
	t.last = now
}

func (t *tries) takeBack() {
	if t.count > 0 {
		t.count--
	}
}

func (t *tries) forgive(d Delay, now time.Time) {
	forgiven := int64(now.Sub(t.since) / d.Forgive)
	if t.count == 0 || forgiven <= 0 {
		return
	}
	t.count -= int(min(forgiven, int64(t.count)))
	t.since = t.since.Add(time.Duration(forgiven) * d.Forgive)
}
