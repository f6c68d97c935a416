import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/use-read.ts';
import { nameOf } from '../clients/name-of.ts';

/** A client by its name, where only its id is known. */
export function ClientLink({ client_id }: { readonly client_id: string }) {
  const { data } = useRead('getClient', { params: { client_id } });
  return (
    <Link className="title" to="/clients/$client_id" params={{ client_id }}>
      {nameOf(data ?? { client_id })}
    </Link>
  );
}
