const DPI = 96
const METRES_PER_INCH = 0.0254
/** Where the header chunk of every PNG ends: what tells of its size comes next. */
const AFTER_HEADER = 33

/**
 * An SVG document as a PNG of `scale` pixels a point, width and height in points. It says how large it is on paper, so that what
 * takes it up sets it as wide as it was made.
 */
export async function toPng(svg: string, width: number, height: number, scale: number): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = height * scale
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const drawn = await new Promise<Blob>((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png'),
  )
  const bytes = new Uint8Array(await drawn.arrayBuffer())
  const parts = [bytes.subarray(0, AFTER_HEADER), physicalSize(scale), bytes.subarray(AFTER_HEADER)]
  return new Blob(parts as BlobPart[], { type: 'image/png' })
}

/** The chunk pHYs: pixels a metre along both axes (PNG specification, 11.3.4.3). */
export function physicalSize(scale: number): Uint8Array {
  const perMetre = Math.round((scale * DPI) / METRES_PER_INCH)
  const chunk = new DataView(new ArrayBuffer(21))
  chunk.setUint32(0, 9)
  new Uint8Array(chunk.buffer).set(new TextEncoder().encode('pHYs'), 4)
  chunk.setUint32(8, perMetre)
  chunk.setUint32(12, perMetre)
  chunk.setUint8(16, 1)
  chunk.setUint32(17, crc32(new Uint8Array(chunk.buffer, 4, 13)))
  return new Uint8Array(chunk.buffer)
}

/** ISO 3309, as the PNG specification takes it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
