/** Where an installed app looks for updates. It is written into the package, so whoever builds decides. */
import type { Configuration } from 'electron-builder'

/**
 * `OMNI_UPDATE_URL` is a folder on a web server (https); `OMNI_UPDATE_REPOSITORY` is `owner/name` on GitHub, whose
 * releases are drafts until a person publishes them. With neither the app looks for no updates: a fork does not
 * follow the releases of somebody else. Throws if what is set is not of that form.
 */
export function updateSource(env: NodeJS.ProcessEnv): Configuration['publish'] {
  const url = env['OMNI_UPDATE_URL'] ?? ''
  const repository = env['OMNI_UPDATE_REPOSITORY'] ?? ''
  if (url !== '' && repository !== '') throw new Error('Set OMNI_UPDATE_URL or OMNI_UPDATE_REPOSITORY, not both.')
  if (url !== '') {
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:') throw new Error('OMNI_UPDATE_URL must be an https address.')
    return { provider: 'generic', url }
  }
  if (repository !== '') {
    const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? []
    if (owner === undefined || repo === undefined) throw new Error('OMNI_UPDATE_REPOSITORY must be owner/name.')
    return { provider: 'github', owner, repo, releaseType: 'draft' }
  }
  return null
}
