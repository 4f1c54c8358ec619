package accounts

import "container/list"

// recent maps keys to values and holds at most limit of them: past it the one
// that was used longest ago is dropped. It is not safe for concurrent use.
type recent[K comparable, V any] struct {
	limit int
	items map[K]*list.Element
	order *list.List // of *item, the last used first
}

type item[K comparable, V any] struct {
	key   K
	value V
}

func newRecent[K comparable, V any](limit int) *recent[K, V] {
	return &recent[K, V]{limit: limit, items: make(map[K]*list.Element), order: list.New()}
}

// get returns the value of key, nil when there is none, and marks it as used.
// The value may be changed until it is dropped.
func (r *recent[K, V]) get(key K) *V {
	e, ok := r.items[key]
	if !ok {
		return nil
	}
	r.order.MoveToFront(e)
	return &e.Value.(*item[K, V]).value
}

// getOrAdd is get, with a zero value for a key that is new.
func (r *recent[K, V]) getOrAdd(key K) *V {
	if v := r.get(key); v != nil {
		return v
	}
	if len(r.items) >= r.limit {
		oldest := r.order.Back()
		delete(r.items, oldest.Value.(*item[K, V]).key)
		r.order.Remove(oldest)
	}
	added := &item[K, V]{key: key}
	r.items[key] = r.order.PushFront(added)
	return &added.value
}
