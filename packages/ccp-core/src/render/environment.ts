import { environmentLabel } from './labels.ts';
import type { KubeObject, ObjectMeta } from './object.ts';

/** Objects that an environment has once: the right to wait, for all its service accounts. No service account may read secrets. */
export function renderEnvironment(environment: string, namespace: string): KubeObject[] {
  const metadata: ObjectMeta = { name: 'ccp-wait', namespace, labels: { 'app.kubernetes.io/managed-by': 'ccp', [environmentLabel]: environment } };
  const verbs = ['get', 'list', 'watch'];
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
        { apiGroups: ['batch'], resources: ['jobs'], verbs },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'ccp-wait' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: `system:serviceaccounts:${namespace}` }],
    },
  ];
}
