import { useCallback, useRef, useState } from 'preact/hooks'

/** A sentence that stays for some seconds, and the way to say the next one. */
export function useSaid(): [string, (text: string) => void] {
  const [said, setSaid] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const say = useCallback((text: string) => {
    clearTimeout(timer.current)
    setSaid(text)
    timer.current = setTimeout(() => setSaid(''), 6000)
  }, [])
  return [said, say]
}
