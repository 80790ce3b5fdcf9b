// What workers load by its URL: it needs nothing of the program around it.

export function countWords(text) {
  return text.split(/\s+/).length
}
