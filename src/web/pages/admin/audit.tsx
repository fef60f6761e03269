import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAll, useList } from '../../data/operation.ts';
import { given } from '../../data/server-order.ts';
import { AuditLog } from '../audit-log/audit-log.tsx';

/** What anybody did on this server. */
export function AdminAudit(): ReactNode {
  const { actor, deed } = useSearch({ from: '/admin/audit' });
  const input = given({ actor, deed });
  const list = useList('listAuditLog', input);
  const loadAll = useAll('listAuditLog', input);
  return <AuditLog list={list} search={{ actor, deed }} fileName="audit-log" loadAll={loadAll} />;
}
