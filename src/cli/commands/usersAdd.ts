import { createUser } from '../../access/operations/users.ts'
import { type Role, roleNames, roles } from '../../access/roles.ts'
import { readSettings } from '../../server/configuration.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'

export const usersAddCommand = defineCommand({
  name: 'users add',
  summary: 'make a user who may sign in, the first administrator among them',
  does: `Makes a user and shows a first password once. The first one makes the store of casework too, in the folder store of the data folder or on the PostgreSQL server of the settings; from then on lapwing serve asks everyone to sign in. Roles: ${roleNames.map(name => `${name} ${roles[name]}`).join('; ')}.`,
  when: 'Use it for the first administrator, who makes the other users at POST /api/users.',
  options: {
    roles: { kind: 'texts', value: 'ROLE...', choices: roleNames, meaning: 'What the user is.' },
    'full-name': {
      kind: 'text',
      value: 'NAME',
      meaning: 'As colleagues read it. Without it, the sign-in name.',
    },
    ...settingsOptions,
  },
  words: { name: 'NAME', meaning: 'The name to sign in with.', least: 1, most: 1 },
  examples: [
    {
      line: 'lapwing users add robin --roles administrator',
      says: 'Make the first administrator, and show a password.',
    },
    {
      line: 'lapwing users add kim --roles investigator --full-name Kim --config lapwing.yaml',
      says: 'Make an investigator in the store that the settings name.',
    },
  ],
  next: 'lapwing serve starts the server; sign in, choose another password, and enrol an authenticator.',
  async run({ values, words, terminal }) {
    if (values.roles.length === 0) {
      throw wrongUse('lapwing users add needs --roles ROLE.', `Roles are: ${roleNames.join(', ')}.`)
    }
    const sign_in_name = words[0]!
    if (!/^[a-z0-9][a-z0-9._@-]{0,99}$/.test(sign_in_name)) {
      throw wrongUse(
        `"${sign_in_name}" cannot be a name to sign in with.`,
        'Use lower-case letters, digits and . _ @ - only.',
      )
    }
    const settings = await readSettings(terminal.environment, values.config)
    const given = {
      sign_in_name,
      full_name: values.fullName ?? sign_in_name,
      roles: values.roles as readonly Role[],
    }
    const { user_id, password } = await atConsole(settings, values.data, desk =>
      desk.perform(createUser, given),
    )
    if (values.json) terminal.print(JSON.stringify({ user_id, sign_in_name, password }))
    else terminal.print(`User ${sign_in_name}. First password, shown only here: ${password}`)
    return exit.done
  },
})
