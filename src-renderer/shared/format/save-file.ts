/** Hands a file to the person: through the browser's or Electron's own download. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[\\/:*?"<>|]/g, '-')
  link.click()
  // the download has its own reference to the content by then
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
