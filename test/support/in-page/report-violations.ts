/**
 * For the page, before the panel's own code: what its Content Security Policy refuses is reported as an
 * error, also where the code that tried has a way without.
 */
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  console.error(`refused by the content security policy: ${blockedURI} (${violatedDirective})`)
})
