import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAll, useList } from '../../data/operation.ts';
import { given } from '../../data/server-order.ts';
import { AuditLog } from '../audit-log/audit-log.tsx';

/** What was done in a namespace, for its owners. */
export function NamespaceAudit(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const { actor, deed } = useSearch({ from: '/ns/$ns/audit' });
  const input = { namespace: ns, ...given({ actor, deed }) };
  const list = useList('listNamespaceAuditLog', input);
  const loadAll = useAll('listNamespaceAuditLog', input);
  return (
    <AuditLog list={list} search={{ actor, deed }} fileName={`audit-log-${ns}`} loadAll={loadAll} />
  );
}
