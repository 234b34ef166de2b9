package facts

import (
	"hash/maphash"
	"math/bits"
)

// A keySet tells of a key that it is not in the lists, with one look where
// the maps of shows, people and networks would need one each. Of those that it
// does not turn away a few are in no list either (a Bloom filter of one hash).
type keySet struct {
	seed maphash.Seed
	bits []uint64
	mask uint64
}

// newKeySet makes a set for about n keys: sixteen bits a key.
func newKeySet(n int) keySet {
	size := uint64(1) << bits.Len(uint(max(n, 1<<10)*16-1))
	return keySet{seed: maphash.MakeSeed(), bits: make([]uint64, size/64), mask: size - 1}
}

func (s *keySet) add(k string) {
	h := maphash.String(s.seed, k) & s.mask
	s.bits[h/64] |= 1 << (h % 64)
}

func (s *keySet) has(k string) bool {
	h := maphash.String(s.seed, k) & s.mask
	return s.bits[h/64]&(1<<(h%64)) != 0
}
