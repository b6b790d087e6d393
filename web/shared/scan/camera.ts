// The camera as a scanner, by the browser's own reader of codes, where it has one.

/** NO_READER: the browser reads no codes; INSECURE: only over HTTPS; NO_CAMERA; DENIED: the person or the device says no. */
export type CameraFault = 'NO_READER' | 'INSECURE' | 'NO_CAMERA' | 'DENIED'

type Found = { rawValue: string }
type Detector = { detect: (source: HTMLVideoElement) => Promise<Found[]> }
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats: () => Promise<string[]> }

const wanted = ['qr_code', 'data_matrix', 'code_128', 'ean_13', 'ean_8', 'upc_a', 'upc_e', 'itf']
/** So long between two looks, in milliseconds: quick enough for a hand, and the battery lasts the day. */
const between = 150

async function reader(): Promise<Detector | CameraFault> {
  const Reader = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (!window.isSecureContext) return 'INSECURE'
  if (!Reader) return 'NO_READER'
  const formats = await Reader.getSupportedFormats().then((known) => wanted.filter((format) => known.includes(format)), () => [])
  return formats.length > 0 ? new Reader({ formats }) : 'NO_READER'
}

/** Why a camera does not open. */
export const faultOf = (error: unknown): CameraFault => (error instanceof DOMException && ['NotAllowedError', 'SecurityError'].includes(error.name) ? 'DENIED' : 'NO_CAMERA')

/** Looks through the camera until the function that it gives is called; each code that is seen is handed over at each look. */
export async function watch(video: HTMLVideoElement, seen: (raw: string) => void): Promise<(() => void) | CameraFault> {
  const detector = await reader()
  if (typeof detector === 'string') return detector
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } })
  } catch (error) {
    return faultOf(error)
  }
  let stopped = false
  video.srcObject = stream
  void video.play().catch(() => undefined) // looked at as soon as there is a picture
  const look = async () => {
    if (stopped) return
    for (const { rawValue } of await detector.detect(video).catch(() => [])) if (!stopped && rawValue) seen(rawValue)
    setTimeout(() => void look(), between)
  }
  void look()
  return () => {
    stopped = true
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}
