// CodeMirror over the files of a program. It is loaded when somebody wants to change one. Tab leaves it, as
// it leaves any other field: nobody is caught in it.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import type { Problem, Program } from '../base/program.ts'
import { element } from './element.ts'

export interface EditorEvents {
  changed(): void
  run(): void
}

export class Editor {
  readonly root: HTMLElement = element('div', { class: 'play-editor' })
  readonly #view: EditorView
  readonly #main: string
  readonly #states = new Map<string, EditorState>()
  readonly #tabs = new Map<string, HTMLButtonElement>()
  #shown: string
  #problems: readonly Problem[] = []

  constructor({ main, files }: Program, events: EditorEvents) {
    this.#main = main
    this.#shown = main
    for (const [name, text] of Object.entries(files)) this.#states.set(name, newState(name, text, events))
    this.#view = new EditorView({ state: this.#states.get(main) as EditorState })
    if (this.#states.size > 1) this.root.append(this.#tabList())
    this.root.append(this.#view.dom)
  }

  #tabList(): HTMLElement {
    const list = element('div', { class: 'play-tabs', role: 'group', 'aria-label': 'Files' })
    for (const name of this.#states.keys()) {
      const tab = element('button', { type: 'button', onclick: () => this.#show(name) }, name)
      tab.setAttribute('aria-pressed', String(name === this.#main))
      this.#tabs.set(name, tab)
      list.append(tab)
    }
    return list
  }

  #show(name: string): void {
    this.#states.set(this.#shown, this.#view.state)
    this.#shown = name
    this.#view.setState(this.#states.get(name) as EditorState)
    for (const [key, tab] of this.#tabs) tab.setAttribute('aria-pressed', String(key === name))
    this.mark(this.#problems)
  }

  focus(): void {
    this.#view.focus()
  }

  program(): Program {
    this.#states.set(this.#shown, this.#view.state)
    const files = [...this.#states].map(([name, { doc }]) => [name, doc.toString()] as const)
    return { main: this.#main, files: Object.fromEntries(files) }
  }

  /** Underlines what the compiler complains of. */
  mark(problems: readonly Problem[]): void {
    this.#problems = problems
    const { doc } = this.#view.state
    const found = problems
      .filter(({ file, line }) => file === this.#shown && line <= doc.lines)
      .map(({ line, column, text }) => {
        const at = doc.line(line)
        const from = Math.min(at.to, at.from + column - 1)
        return { from, to: Math.max(from, at.to), severity: 'error' as const, message: text }
      })
    this.#view.dispatch(setDiagnostics(this.#view.state, found))
  }

  destroy(): void {
    this.#view.destroy()
    this.root.remove()
  }
}

function newState(name: string, text: string, { changed, run }: EditorEvents): EditorState {
  const runs = {
    key: 'Mod-Enter',
    run: () => {
      run()
      return true
    },
  }
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      lintGutter(),
      javascript({ typescript: true }),
      syntaxHighlighting(classHighlighter),
      keymap.of([runs, ...defaultKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({ 'aria-label': `The program ${name}`, spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed()
      }),
    ],
  })
}
