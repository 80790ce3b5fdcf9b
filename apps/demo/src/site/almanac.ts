import type { PlantedFault } from './planted-fault.ts'

/**
 * The good pages of the bundled site: «The Lighthouse Almanac», 8 coasts with 26 lights each.
 *
 * Everything is generated, and the same in every run. The links of the table of planted faults are written
 * into the pages that the table names, so the table and the site cannot differ.
 */

const COASTS = ['north', 'east', 'south', 'west', 'isles', 'fjords', 'capes', 'sounds'] as const
const LIGHTS_PER_COAST = 26
const CHARACTERS = ['fixed white', 'flashing red', 'occulting green', 'two white flashes', 'a slow sweep']
const KEEPERS = ['Aalto', 'Bakke', 'Dahl', 'Eide', 'Falk', 'Holm', 'Lind']

/** All good HTML pages by path. */
export function almanacPages(faults: readonly PlantedFault[]): ReadonlyMap<string, string> {
  const bodies = new Map<string, string>([
    ['/', home()],
    ['/about.html', about()],
    ['/forgotten-rock.html', '<h1>The forgotten rock</h1><p>No page links here.</p>'],
  ])
  for (const coast of COASTS) {
    bodies.set(`/${coast}/`, coastIndex(coast))
    for (let n = 1; n <= LIGHTS_PER_COAST; n++) bodies.set(lightPath(coast, n), lightPage(coast, n))
  }
  for (const path of ['/slow-tide.html', '/ferry-times.html', '/chart.html', '/m%C3%A5ke.html']) {
    bodies.set(path, `<h1>${path.slice(1)}</h1><p>A page like any other, once it has come.</p>`)
  }

  const pages = new Map<string, string>()
  for (const [path, body] of bodies) {
    pages.set(path, document(path, body + planted(faults.filter((fault) => fault.page === path))))
  }
  return pages
}

/** A page of `size` bytes, almost all of it text. */
export function logbook(size: number): string {
  const entry = '<p>Wind north by west, fresh. Lamp lit at dusk. Nothing to report.</p>\n'
  const text = entry.repeat(Math.ceil(size / entry.length))
  return document('/logbook-1890.html', `<h1>Logbook of 1890</h1>\n${text}`)
}

function lightPath(coast: string, n: number): string {
  return `/${coast}/light-${String(n).padStart(2, '0')}.html`
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The Lighthouse Almanac: ${title}</title>
<link rel="stylesheet" href="/style.css"><link rel="icon" href="/lamp.svg"></head>
<body id="page">
<nav><a href="/">Home</a> <a href="/about.html">About</a> <a href="/?">Home again</a> <a href="#page">Up</a></nav>
${body}
<footer><a href="/"><img src="/lamp.svg" alt="lamp"></a> <a href="mailto:almanac@example.org">Write to us</a></footer>
</body>
</html>
`
}

function planted(faults: readonly PlantedFault[]): string {
  if (faults.length === 0) return ''
  return `\n<ul>${faults.map(({ link, about }) => `<li><a href="${link}">${about}</a></li>`).join('\n')}</ul>`
}

function home(): string {
  const coasts = COASTS.map((coast) => `<li><a href="${coast}/">${coast}</a></li>`).join('')
  return `<h1>The Lighthouse Almanac</h1><ul>${coasts}</ul>`
}

function about(): string {
  return '<h1 id="us">About</h1><p>See <a href="north/light-01.html#history">the first light</a>, or <a href="#us">us</a>.</p>'
}

function coastIndex(coast: string): string {
  const lights = Array.from({ length: LIGHTS_PER_COAST }, (_, index) => lightPath(coast, index + 1))
  // Half of the links are absolute, half relative, so every page is named both ways.
  const items = lights.map((path, index) => (index % 2 === 0 ? path : path.replace(`/${coast}/`, '')))
  return `<h1>${coast}</h1><ol>${items.map((href) => `<li><a href="${href}">${href}</a></li>`).join('')}</ol>`
}

function lightPage(coast: string, n: number): string {
  const next = lightPath(coast, (n % LIGHTS_PER_COAST) + 1).replace(`/${coast}/`, '')
  const keeper = KEEPERS[(coast.length + n) % KEEPERS.length]
  const character = CHARACTERS[(coast.length * n) % CHARACTERS.length]
  return `<h1>Light ${n}, ${coast}</h1>
<p>Shows ${character}. <a href="${next}">Next light</a>, <a href="${next}#history">its history</a>, <a href="./">this coast</a>.</p>
<h2 id="history">History</h2><p>Lit in ${1800 + n * 4}.</p>
<h2><a name="keeper's-log">Log</a></h2><p>Kept by ${keeper}.</p>`
}
