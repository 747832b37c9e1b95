import { readMe, signIn, signOut } from './api.js'
import { element } from './dom.js'

/** The form to sign in. `done` is called when a session has begun. */
export function signInForm(done) {
  const name = field('Name', {
    name: 'name',
    autocomplete: 'username',
    autocapitalize: 'none',
    required: true,
  })
  const password = field('Password', {
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  })
  const code = field('Code of the authenticator', {
    name: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    pattern: '[0-9]{6}',
  })
  code.hidden = true
  const problem = element('p', { class: 'problem', role: 'alert' })
  const button = element('button', { type: 'submit' }, 'Sign in')
  const form = element(
    'form',
    { class: 'sign-in' },
    element('h2', {}, 'Sign in'),
    name,
    password,
    code,
    problem,
    button,
  )
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const given = new FormData(form)
    problem.textContent = ''
    button.disabled = true
    try {
      const shown = code.hidden ? {} : { code: given.get('code') }
      await signIn({ sign_in_name: given.get('name'), password: given.get('password'), ...shown })
      done()
    } catch (wrong) {
      problem.textContent = [wrong.message, wrong.remedy].filter(Boolean).join(' ')
      if (wrong.code === 'code-needed') {
        code.hidden = false
        code.querySelector('input').focus()
      } else password.querySelector('input').select()
    } finally {
      button.disabled = false
    }
  })
  return form
}

/** Shows in `place` who is signed in, with the way out. */
export async function showWho(place, done) {
  const { full_name } = await readMe()
  const button = element('button', { type: 'button' }, 'Sign out')
  button.addEventListener('click', async () => {
    await signOut()
    done()
  })
  place.replaceChildren(element('span', {}, full_name), button)
  place.hidden = false
}

function field(label, attributes) {
  return element('label', {}, element('span', {}, label), element('input', attributes))
}
