// On the pages «From …» each section shows one program twice: theirs, then ours. In the repository they stand
// one below the other; on a wide screen of the site they stand side by side. A section with more blocks, or
// with fewer, stays as it is.

export interface PageToken {
  type: string
  tag: string
  level: number
  content: string
}

/** The pages whose sections are pairs. */
export function showsPairs(route: string): boolean {
  return /^(?:coming-from\/|guide\/from-)/.test(route)
}

/** Puts markup around the two programs of each section, each with the paragraph before it. */
export function sideBySide<Token extends PageToken>(tokens: Token[], made: (html: string) => Token): void {
  const heads = [...tokens.keys()].filter((at) => tokens[at]?.type === 'heading_open')
  for (const [n, head] of [...heads.entries()].reverse()) {
    const end = heads[n + 1] ?? tokens.length
    const fences = [...tokens.keys()].filter(
      (at) => at > head && at < end && tokens[at]?.type === 'fence' && tokens[at]?.level === 0,
    )
    const [first, second] = fences
    if (first === undefined || second === undefined || fences.length > 2) continue
    tokens.splice(second + 1, 0, made('</div></div>'))
    tokens.splice(first + 1, 0, made('</div><div>'))
    tokens.splice(paragraphBefore(tokens, first), 0, made('<div class="beside pair"><div>'))
  }
}

/** Where the paragraph begins that introduces the block, or the block itself. */
function paragraphBefore(tokens: readonly PageToken[], fence: number): number {
  const isParagraph = tokens[fence - 1]?.type === 'paragraph_close' && tokens[fence - 1]?.level === 0
  return isParagraph && tokens[fence - 3]?.type === 'paragraph_open' ? fence - 3 : fence
}
