// The files of the playground that are not part of the site's own scripts. Their names hold a hash of what is
// in them, so a page of an older version never meets the worker of a newer one.

declare const __ACORO_PLAYGROUND__: Readonly<Record<string, string>>
declare const __ACORO_BASE__: string

export function assetUrl(name: string): string {
  return `${__ACORO_BASE__}playground/${__ACORO_PLAYGROUND__[name] ?? name}`
}

const texts = new Map<string, Promise<string>>()

/** The text of a file, fetched once. Rejects with an Error that names it. */
export function assetText(name: string): Promise<string> {
  const known = texts.get(name)
  if (known !== undefined) return known
  const asked = fetchText(assetUrl(name))
  texts.set(name, asked)
  // The next click asks again.
  asked.catch(() => texts.delete(name))
  return asked
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.text()
}
