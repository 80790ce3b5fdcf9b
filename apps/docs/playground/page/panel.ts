// An example that can be run, changed and sent to somebody: what stands below a block of code once its button
// was pressed.

import { LINK, LONG_LINK } from '../base/limits.ts'
import type { Compiled, Problem, Program } from '../base/program.ts'
import { compileInWorker, isLoaded } from './compiler.ts'
import type { Editor } from './editor.ts'
import { element } from './element.ts'
import { Output } from './output.ts'
import { Positions } from './positions.ts'
import { Run } from './runner.ts'
import { toHash } from './share.ts'

declare const __ACORO_COMPILER_KB__: number
declare const __ACORO_BASE__: string

/** How long nobody types before the types are looked at again (ms). */
const PAUSE = 400

export class Panel {
  /** What stands below the block, from the top: buttons, output. */
  readonly #root: HTMLElement
  readonly #code: HTMLElement
  readonly #run = element(
    'button',
    { type: 'button', class: 'play-run', onclick: () => void this.toggle() },
    'Run',
  )
  readonly #edit = element('button', { type: 'button', onclick: () => void this.edit() }, 'Edit')
  readonly #link = element('button', { type: 'button', onclick: () => void this.#share() }, 'Link')
  readonly #real = element('input', { type: 'checkbox' })
  readonly #note = element('span', { class: 'play-note', role: 'status' })
  #program: Program
  /** Undefined if the program has changed since it was compiled. */
  #compiled: Compiled | undefined
  /** What the page had, for the way back. */
  readonly #original: Compiled | undefined
  #editor: Editor | undefined
  #output: Output | undefined
  #running: Run | undefined
  /** How often a run was asked for: one that waits for the compiler gives way to a later one. */
  #asked = 0
  #pause: ReturnType<typeof setTimeout> | undefined

  /** `code` is the block as the page shows it; it gives way to the editor. */
  constructor(root: HTMLElement, code: HTMLElement, program: Program, compiled: Compiled | undefined) {
    this.#root = root
    this.#code = code
    this.#program = program
    this.#compiled = compiled
    this.#original = compiled
    const real = element('label', {}, this.#real, ' real time')
    const bar = element('div', { class: 'play-bar' }, this.#run, this.#edit, this.#link, real, this.#note)
    root.replaceChildren(bar)
  }

  focus(): void {
    this.#run.focus()
  }

  async toggle(): Promise<void> {
    if (this.#running === undefined) await this.run()
    else this.stop('You stopped it.')
  }

  async run(): Promise<void> {
    this.stop()
    const number = this.#asked
    const compiled = this.#compiled ?? (await this.#compile())
    if (compiled === undefined || number !== this.#asked) return
    const positions = new Positions(compiled)
    const output = new Output((text) => positions.inText(text))
    this.#show(output.root)
    this.#run.textContent = 'Stop'
    this.#output = output
    this.#running = new Run(compiled, this.#real.checked ? 'real' : 'virtual', {
      news: (lines, events) => output.add(lines, events),
      ended: (how, text) => {
        output.end(how, text)
        this.#running = undefined
        this.#run.textContent = 'Run'
      },
    })
  }

  /** Ends the run, if there is one. */
  stop(said = ''): void {
    this.#asked++
    if (this.#running === undefined) return
    this.#running.stop()
    this.#running = undefined
    this.#run.textContent = 'Run'
    this.#output?.end('endless', said)
  }

  /** Ends the run and gives the place back as the page had it. */
  close(): void {
    this.stop()
    if (this.#editor !== undefined) this.#reset()
  }

  async edit(): Promise<void> {
    if (this.#editor !== undefined) {
      this.#reset()
      // A program that came by a link stands in no block of the page: its way back is a new editor.
      if (this.#original !== undefined) return
    }
    this.#note.textContent = 'The editor is loading …'
    try {
      const { Editor } = await import('./editor.ts')
      if (this.#editor !== undefined) return
      this.#editor = new Editor(this.#program, { changed: () => this.#changed(), run: () => void this.run() })
    } catch (error) {
      this.#note.textContent = `The editor could not be loaded: ${String(error)}`
      return
    }
    this.#code.hidden = true
    this.#code.before(this.#editor.root)
    this.#edit.textContent = 'As it was'
    this.#note.textContent = isLoaded()
      ? ''
      : `Changed programs need the compiler: it is loaded at the first run, ${__ACORO_COMPILER_KB__} kB.`
    this.#editor.focus()
  }

  #reset(): void {
    this.#editor?.destroy()
    this.#editor = undefined
    this.#compiled = this.#original
    this.#code.hidden = false
    this.#edit.textContent = 'Edit'
    this.#note.textContent = ''
    this.#edit.focus()
  }

  #changed(): void {
    this.#compiled = undefined
    clearTimeout(this.#pause)
    if (isLoaded()) this.#pause = setTimeout(() => void this.#compile(), PAUSE)
  }

  async #compile(): Promise<Compiled | undefined> {
    const program = this.#editor?.program() ?? this.#program
    if (!isLoaded()) this.#note.textContent = `The compiler is loading: ${__ACORO_COMPILER_KB__} kB …`
    try {
      const { compiled, problems } = await compileInWorker(program)
      this.#editor?.mark(problems)
      this.#tell(problems)
      return compiled
    } catch (error) {
      this.#note.textContent = `The compiler could not be loaded: ${(error as Error).message}`
      return undefined
    }
  }

  #tell(problems: readonly Problem[]): void {
    const [first] = problems
    this.#note.textContent =
      first === undefined
        ? ''
        : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}: ${first.file}:${first.line}: ${first.text.slice(0, 300)}`
  }

  async #share(): Promise<void> {
    const hash = await toHash(this.#editor?.program() ?? this.#program)
    if (hash.length > LINK) {
      this.#note.textContent = `The program is too long for a link: ${hash.length} characters, and ${LINK} can be read.`
      return
    }
    const address = new URL(`${__ACORO_BASE__}playground.html${hash}`, location.href).href
    const link = element('a', { href: address }, 'the link to this program')
    const long =
      address.length > LONG_LINK
        ? ` It is long, ${address.length} characters: some programs cut such links.`
        : ''
    const copied = await navigator.clipboard?.writeText(address).then(
      () => 'Copied: ',
      () => '',
    )
    this.#note.replaceChildren(copied ?? '', link, `.${long}`)
  }

  #show(result: HTMLElement): void {
    for (const old of this.#root.querySelectorAll('.play-result')) old.remove()
    this.#root.append(result)
  }
}
