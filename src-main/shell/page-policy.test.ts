import { expect, it } from 'vitest';
import { contentSecurityPolicy, pagePolicy, withPolicy } from './page-policy.ts';

it('lets the page load nothing from elsewhere, evaluate nothing and style nothing from within', () => {
  for (const policy of [contentSecurityPolicy(), pagePolicy('a+/=')]) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("webrtc 'block'");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  }
  expect(pagePolicy('a+/=')).toContain("style-src 'self' 'nonce-a+/=';");
});

it('gives every response the policy, unless it states its own', () => {
  const plain = withPolicy(new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } }));
  expect(plain.status).toBe(404);
  expect(plain.headers.get('content-security-policy')).toBe(contentSecurityPolicy());
  expect(plain.headers.get('x-dns-prefetch-control')).toBe('off');
  expect(plain.headers.get('content-type')).toBe('text/plain');
  const own = { 'content-security-policy': pagePolicy('x') };
  expect(withPolicy(new Response('', { headers: own })).headers.get('content-security-policy')).toBe(pagePolicy('x'));
});
