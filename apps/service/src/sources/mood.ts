/** Runs in a worker thread, which loads this module by itself. */

const GLAD = new Set(['calm', 'fair', 'festival', 'opens', 'peace', 'saved', 'wins'])
const GRIM = new Set(['closed', 'fire', 'flood', 'lost', 'storm', 'strike', 'war'])

export type Mood = 'glad' | 'grim' | 'even'

export function moodOf(news: string): Mood {
  let balance = 0
  for (const word of news.toLowerCase().split(/\W+/)) {
    if (GLAD.has(word)) balance++
    if (GRIM.has(word)) balance--
  }
  return balance > 0 ? 'glad' : balance < 0 ? 'grim' : 'even'
}
