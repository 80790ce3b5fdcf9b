/**
 * Keys for everything that a mouse can do. Each element names its own key (`data-key="f"`), so a key works as
 * long as its element is on the page. A digit chooses a view. A question mark shows the keys.
 */

/** Installs the keys. Returns a function that takes them away. */
export function listenForKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    // A dialog has its own Escape, and what is typed there is text.
    if (document.querySelector('dialog[open]') !== null) return
    if (isTyping(event.target)) {
      if (event.key === 'Escape') (event.target as HTMLElement).blur()
      return
    }
    const element = [...document.querySelectorAll<HTMLElement>('[data-key]')].find(
      ({ dataset, offsetParent }) => dataset.key === event.key && offsetParent !== null,
    )
    if (element === undefined) return
    event.preventDefault()
    if (element instanceof HTMLInputElement) element.focus()
    else element.click()
  }
  document.addEventListener('keydown', pressed)
  return () => document.removeEventListener('keydown', pressed)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]')
}
