// Makes the playground ready before the site is built: compiles the examples of the pages, runs each of them
// once, and writes what the pages need to know. Its files are copied into the site afterwards.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../../../../scripts/lib/workspace.ts'
import { compile } from '../../playground/language/compile.ts'
import { draw, LEGEND } from '../../playground/timeline/draw.ts'
import { toMarkup } from '../../playground/timeline/shape.ts'
import { sentencesOf } from '../../playground/timeline/text.ts'
import { timelineOf } from '../../playground/timeline/timeline.ts'
import { playgroundAssets } from './assets.ts'
import { examplesOf, type PageExample } from './programs.ts'
import { type Recording, recorded } from './record.ts'

export const playgroundFolder: string = join(root, 'apps/docs/.playground')

export interface PlaygroundIndex {
  /** `runtime.js` → `runtime.3f2a….js` */
  assets: Record<string, string>
  /** What the first changed program loads, gzipped. */
  compilerKb: number
  /** By route, then by the text of the block. */
  examples: Record<string, Record<string, { id: string; picture: string }>>
}

/** How many programs run at the same time: each has a thread. */
const AT_ONCE = 2

/** On these pages every example that imports nothing else has to run: people learn by pressing its button. */
const mustRun = /^(?:index$|playground$|tutorial\/)/

/** A thread for each run takes its time: the examples of the reference run in a browser, by `verify:all`. */
const runsHere = (route: string): boolean => !route.startsWith('reference/')

/**
 * An example that fails where it would run gets no button, and is told of. Throws if that is one of the home
 * page, the playground or the tutorial.
 */
export async function writePlayground(pages: readonly { route: string; text: string }[]): Promise<void> {
  rmSync(playgroundFolder, { recursive: true, force: true })
  mkdirSync(join(playgroundFolder, 'files'), { recursive: true })
  const assets = await playgroundAssets()
  for (const { file, text } of assets) writeFileSync(join(playgroundFolder, 'files', file), text)
  const runtime = assets.find(({ name }) => name === 'runtime.js')?.text ?? ''
  // A method's example stands on the page of each class that inherits it, too: it runs once.
  const examples = new Map<string, PageExample[]>()
  for (const example of examplesOf(pages))
    examples.set(example.id, [...(examples.get(example.id) ?? []), example])
  const index: PlaygroundIndex = {
    assets: Object.fromEntries(assets.map(({ name, file }) => [name, file])),
    compilerKb: Math.round(
      assets
        .filter(({ name }) => name === 'compiler.js' || name === 'declarations.json')
        .reduce((sum, { gzipped }) => sum + gzipped, 0) / 1000,
    ),
    examples: {},
  }
  const failures: string[] = []
  const left = [...examples]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [id, places] = next
      const { program, code } = places[0] as PageExample
      const compiled = compile(ts, program)
      const isRun = places.some(({ route }) => runsHere(route))
      const recording = isRun ? await recorded(runtime, compiled) : untold
      // A file that only declares something: there is nothing to see.
      if (isRun && recording.failure === undefined && recording.lines.length + recording.events.length === 0)
        continue
      if (recording.failure !== undefined) {
        const routes = places.map(({ route }) => route)
        if (routes.some((route) => mustRun.test(route)))
          failures.push(`${routes.join(', ')}: ${recording.failure}\n${code}`)
        else console.log(`No button on ${routes.join(', ')}: ${recording.failure.split('\n')[0]}`)
        continue
      }
      writeFileSync(join(playgroundFolder, 'files', `${id}.json`), JSON.stringify({ program, compiled }))
      for (const place of places) {
        const page = index.examples[place.route] ?? {}
        index.examples[place.route] = page
        page[place.code] = { id, picture: pictureOf(place, recording) }
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (failures.length > 0) throw new Error(`Examples that do not run in a browser:\n${failures.join('\n\n')}`)
  writeFileSync(join(playgroundFolder, 'index.json'), JSON.stringify(index))
}

/** Of a program that was not run. */
const untold: Recording = { lines: [], events: [], failure: undefined }

/** What a page shows without script: only small pictures, and only where people learn by them. */
const largest = { columns: 40, lanes: 8 }

function pictureOf({ route }: PageExample, { events }: Recording): string {
  if (!/^(?:index$|tutorial\/|explanation\/)/.test(route)) return ''
  const timeline = timelineOf(events, largest)
  if (timeline.cut || timeline.lanes.length < 2) return ''
  const label = `Timeline of ${timeline.lanes.length} tasks; the same in words below it`
  const legend = LEGEND.map(
    ([mark, meaning]) => `<span class="play-mark" aria-hidden="true">${mark}</span> ${meaning}`,
  )
  const words = sentencesOf(events).map((line) => toMarkup({ tag: 'li', attributes: {}, inside: [line] }))
  return [
    '<figure class="play-picture" v-pre>',
    `<div class="play-scroll" tabindex="0" role="group" aria-label="Timeline">${toMarkup(draw(timeline, label))}</div>`,
    `<figcaption>${legend.join(' ')}</figcaption></figure>`,
    `<details v-pre><summary>The run in words</summary><ol>${words.join('')}</ol></details>`,
  ].join('')
}
