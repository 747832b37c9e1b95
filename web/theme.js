const kept = 'lapwing-theme'
const root = document.documentElement
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark'

/** Follows the system until the person chooses; the choice is kept on this machine. */
export function themeToggle(button) {
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark'
    button.setAttribute('aria-label', `Change to ${isDark() ? 'light' : 'dark'} colours`)
  }
  const chosen = localStorage.getItem(kept)
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen
  const toggle = () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    localStorage.setItem(kept, root.dataset.theme)
    label()
  }
  button.addEventListener('click', toggle)
  prefersDark.addEventListener('change', label)
  label()
  return toggle
}
