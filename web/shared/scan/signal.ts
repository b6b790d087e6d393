// What a scan came to, for ear and hand: in gloves, in the dark, without looking. The screen says it too, in words and colour.

let audio: AudioContext | null = null

/** Two short high tones for yes; one long low tone and a long buzz for no. Silent where the device has neither. */
export function signal(good: boolean): void {
  navigator.vibrate?.(good ? 40 : [300, 80, 300])
  try {
    audio ??= new AudioContext()
    const tones: [frequency: number, from: number, length: number][] = good ? [[1320, 0, 0.07], [1760, 0.09, 0.09]] : [[220, 0, 0.45]]
    for (const [frequency, from, length] of tones) {
      const tone = audio.createOscillator()
      const loudness = audio.createGain()
      tone.frequency.value = frequency
      loudness.gain.value = 0.2
      tone.connect(loudness).connect(audio.destination)
      tone.start(audio.currentTime + from)
      tone.stop(audio.currentTime + from + length)
    }
  } catch {
    // no sound here
  }
}
