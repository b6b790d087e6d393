package inventory

import "testing"

func TestSpelledBy(t *testing.T) {
	for _, c := range []struct {
		name, letters string
		want          bool
	}{
		{"矿泉水", "kqs", true}, {"瓶装矿泉水", "kqs", true}, {"瓶装矿泉水", "pzkqs", true}, {"矿泉水", "kqss", false}, {"矿泉水", "qk", false},
		{"重型支架", "zx", true}, {"重型支架", "cx", true}, // 重 is zhong and chong
		{"LED 头灯（防爆）", "ledtd", true}, {"LED 头灯（防爆）", "tdfb", true}, {"5升桶装水", "5stz", true}, {"", "ab", false},
	} {
		if got := spelledBy(c.name, c.letters); got != c.want {
			t.Errorf("%s spelled by %s: %v", c.name, c.letters, got)
		}
	}
}
