//! Instances of Python classes: their attributes come in as the fields of a struct, and go out the same way.
//!
//! Only instances of exactly the class are taken, and only while the class is what it was when its functions were
//! compiled: no hook around its attributes, the same methods. A class that changes gets another version tag, so one
//! comparison a call tells; where the tag is another, every name that counts is looked at again.

use super::super::rebindable::Rebindable;
use super::super::trap::Trap;
use super::alias::Aliases;
use super::given::bound_to;
use super::item::{Item, owned};
use super::keep::{Keep, Work};
use super::layout::{self, Spot};
use super::state::{Guard, Name};
use super::value::{Plan, Value};
use super::writes::Writes;
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use std::cell::Cell;
use std::os::raw::{c_int, c_uint};

unsafe extern "C" {
    /// What `object.name(...)` calls: 1 for a function of the class, to which the object is passed.
    fn _PyObject_GetMethod(
        object: *mut ffi::PyObject,
        name: *mut ffi::PyObject,
        method: *mut *mut ffi::PyObject,
    ) -> c_int;
}

/// A Python class and the attributes and methods of it that one struct stands for; a `static` beside the struct.
pub struct Class {
    struct_name: &'static str,
    attributes: &'static [&'static str],
    methods: &'static [&'static str],
    held: Cell<Option<&'static Binding>>,
}

// SAFETY: every method that touches `held` takes a `Python` token, an `Item` or a `Reference`, and the extension declares
// that it needs the interpreter lock (`gil_used`), so one thread at a time is in it.
unsafe impl Sync for Class {}

/// What the Python side bound the class to.
struct Binding {
    class: Py<PyType>,
    order: *mut ffi::PyObject,
    version: Cell<c_uint>,
    guards: Vec<Guard>,
    plain: Vec<Name>,
    attributes: Vec<Attribute>,
    methods: Vec<Method>,
    /// Among so many names that the instances share, none is that of a method.
    names: Cell<Option<usize>>,
    sets: bool,
}

struct Attribute {
    name: Py<PyString>,
    /// The class itself has a value for it, which instances may share.
    inherited: bool,
    spot: Cell<Spot>,
}

impl Attribute {
    /// The value that `object` has, as Python finds it: in the object, in a slot, or in the class.
    ///
    /// # Safety
    /// `object` is an instance of exactly the class that this is an attribute of, and the class is in order.
    #[inline(always)]
    unsafe fn of<'a>(&self, object: Item<'a>) -> Result<Item<'a>, Trap> {
        // SAFETY: a spot was found for the class; nothing changes the object while it is read.
        let quick = unsafe { self.spot.get().read(object.as_ptr()) };
        if quick.is_null() {
            return self.looked_up(object);
        }
        // SAFETY: the object keeps its attribute alive.
        Ok(unsafe { Item::lent(quick) })
    }

    #[cold]
    fn looked_up<'a>(&self, object: Item<'a>) -> Result<Item<'a>, Trap> {
        let name = self.name.as_ptr();
        // SAFETY: a live object and a live str. The class has no hook and no descriptor for the name but slots (its
        // guards hold), so no Python code runs. A missing attribute gives null and an error, which `owned` takes. What is
        // found is kept alive by the object or its class, so the new reference can be given back at once.
        unsafe {
            let found = ffi::PyObject_GenericGetAttr(object.as_ptr(), name);
            let found = owned(object.py(), found).map_err(|_| Trap::Type)?;
            if self.spot.get() == Spot::Unknown {
                self.spot.set(Spot::find(object.as_ptr(), name, found.as_ptr()));
            }
            Ok(Item::lent(found.as_ptr()))
        }
    }
}

struct Method {
    name: Py<PyString>,
    /// Of a class method: as it is bound to the class, which is another object each time.
    function: Py<PyAny>,
    takes_object: bool,
}

impl Method {
    /// Whether `found` is the method's function.
    fn is(&self, found: &Bound<'_, PyAny>) -> bool {
        let function = self.function.bind(found.py());
        // Two functions, and two methods bound to classes, are compared by identity: no Python code runs.
        let alike = found.get_type().is(function.get_type()) && !self.takes_object;
        found.is(function) || (alike && found.eq(function).unwrap_or(false))
    }
}

/// How `bind_class` is told a method: its name, its function, whether it takes no object.
pub type MethodRow<'py> = (String, Bound<'py, PyAny>, bool);

impl Class {
    /// The class behind the struct `struct_name`, with the attributes that are its fields, in order.
    pub const fn new(
        struct_name: &'static str,
        attributes: &'static [&'static str],
        methods: &'static [&'static str],
    ) -> Self {
        Class {
            struct_name,
            attributes,
            methods,
            held: Cell::new(None),
        }
    }

    /// The name of the struct.
    pub fn struct_name(&self) -> &'static str {
        self.struct_name
    }

    /// Says which class it is, and what must stay as it is; replaces what was there, which a call may still look at, so
    /// that it is never freed. (A class is bound once for each function that uses it.)
    pub(super) fn bind(
        &self,
        class: Bound<'_, PyType>,
        guards: Vec<(Bound<'_, PyDict>, String, Bound<'_, PyAny>)>,
        plain: Vec<(Bound<'_, PyDict>, String)>,
        inherited: &[String],
        functions: Vec<MethodRow<'_>>,
        sets: bool,
    ) -> PyResult<()> {
        let py = class.py();
        let guards = guards
            .into_iter()
            .map(|(namespace, key, expected)| Guard::new(namespace, &key, expected))
            .collect::<PyResult<_>>()?;
        let plain = plain
            .into_iter()
            .map(|(namespace, key)| Name::new(namespace, &key))
            .collect::<PyResult<_>>()?;
        let attributes = self.attributes.iter().map(|&name| Attribute {
            name: PyString::intern(py, name).unbind(),
            inherited: inherited.iter().any(|other| other == name),
            spot: Cell::new(Spot::Unknown),
        });
        let methods = self.methods.iter().map(|&name| {
            let found = functions.iter().find(|(other, _, _)| other == name);
            let (_, function, is_static) =
                found.ok_or_else(|| PyRuntimeError::new_err(format!("no method {name}")))?;
            Ok(Method {
                name: PyString::intern(py, name).unbind(),
                function: function.clone().unbind(),
                takes_object: !is_static,
            })
        });
        // SAFETY: a live type object; only its address is kept, for comparison.
        let order = unsafe { (*class.as_type_ptr()).tp_mro };
        let binding = Binding {
            order,
            version: Cell::new(0),
            guards,
            plain,
            attributes: attributes.collect(),
            methods: methods.collect::<PyResult<_>>()?,
            names: Cell::new(None),
            sets,
            class: class.unbind(),
        };
        self.held.set(Some(Box::leak(Box::new(binding))));
        Ok(())
    }

    /// Traps where the class is no longer what it was: asked before instances are made.
    #[inline(always)]
    pub fn check(&'static self, _py: Python<'_>) -> Result<(), Trap> {
        self.binding().map(|_| ())
    }

    #[inline(always)]
    fn binding(&'static self) -> Result<&'static Binding, Trap> {
        let binding = self.held.get().ok_or(Trap::Guard)?;
        if binding.is_current() {
            Ok(binding)
        } else {
            Err(Trap::Guard)
        }
    }

    /// Makes a new instance with `values` for its attributes, set in this order.
    pub fn make<'py, const N: usize>(
        &'static self,
        py: Python<'py>,
        values: [Bound<'py, PyAny>; N],
    ) -> Result<Bound<'py, PyAny>, Trap> {
        let binding = self.binding()?;
        let class = binding.class.as_ptr().cast::<ffi::PyTypeObject>();
        // SAFETY: a live class without `__new__` or metaclass of its own (the Python side looked), so this is what
        // `object.__new__` does; no code of the class runs.
        let object = unsafe {
            let allocate = (*class).tp_alloc.ok_or(Trap::Type)?;
            owned(py, allocate(class, 0))?
        };
        for (attribute, value) in std::iter::zip(&binding.attributes, values) {
            // SAFETY: live objects; the class has no hook around its attributes, and no descriptor but slots.
            let failed = unsafe {
                let name = attribute.name.as_ptr();
                ffi::PyObject_GenericSetAttr(object.as_ptr(), name, value.as_ptr()) != 0
            };
            if failed {
                // SAFETY: an error is set; the trap replaces it.
                unsafe { ffi::PyErr_Clear() };
                return Err(Trap::Memory);
            }
        }
        Ok(object)
    }

    /// The value of attribute number `index` of `object`, which was found to be an instance of this class in order.
    #[inline(always)]
    pub(super) fn attribute<'a>(
        &'static self,
        object: Item<'a>,
        index: usize,
    ) -> Result<Item<'a>, Trap> {
        let binding = self.held.get().ok_or(Trap::Guard)?;
        // SAFETY: the object is an instance of exactly the class, which was found in order.
        unsafe { binding.attributes.get(index).ok_or(Trap::Guard)?.of(object) }
    }

    /// Takes `object` where it is an instance of exactly this class, and the class is what it was.
    #[inline(always)]
    pub fn of<'a>(&'static self, object: Item<'a>) -> Result<Instance<'a>, Trap> {
        let binding = self.binding()?;
        if !object.is_exactly(binding.class.as_ptr().cast()) {
            return Err(Trap::Type);
        }
        Ok(Instance { object, binding })
    }
}

impl Binding {
    #[inline(always)]
    fn is_current(&self) -> bool {
        // SAFETY: a live type object; a tag of 0 means that it has none.
        let version = unsafe { (*self.class.as_ptr().cast::<ffi::PyTypeObject>()).tp_version_tag };
        (version != 0 && version == self.version.get()) || self.is_unchanged()
    }

    /// Looks at everything that counts, and remembers the version of the class for which it holds.
    #[cold]
    fn is_unchanged(&self) -> bool {
        // SAFETY: a live type object, whose slots are set once the class is made.
        let (version, order, gets, sets) = unsafe {
            let class = &*self.class.as_ptr().cast::<ffi::PyTypeObject>();
            (
                class.tp_version_tag,
                class.tp_mro,
                class.tp_getattro.map(|get| get as usize),
                class.tp_setattro.map(|set| set as usize),
            )
        };
        let plain = gets == Some(ffi::PyObject_GenericGetAttr as *const () as usize)
            && (!self.sets || sets == Some(ffi::PyObject_GenericSetAttr as *const () as usize));
        let holds = plain
            && order == self.order
            && self.guards.iter().all(Guard::holds)
            && self.plain.iter().all(Name::is_plain);
        if holds {
            self.version.set(version);
        }
        holds
    }
}

impl Binding {
    /// Traps where an attribute of `object` itself hides a method.
    #[inline(always)]
    fn hidden_by(&self, object: Item<'_>) -> Result<(), Trap> {
        if self.methods.is_empty() {
            return Ok(());
        }
        // SAFETY: a live instance of the class, which is written in Python.
        let names = unsafe { layout::shared_names(object.as_ptr()) };
        if names.is_some() && names == self.names.get() {
            return Ok(());
        }
        self.look_for_methods(object, names)
    }

    #[cold]
    fn look_for_methods(&self, object: Item<'_>, names: Option<usize>) -> Result<(), Trap> {
        for method in &self.methods {
            let mut found = std::ptr::null_mut();
            // SAFETY: live objects, and no code of the class runs (its guards hold); the function found is a new
            // reference or null with an error.
            let (takes_object, found) = unsafe {
                let kind = _PyObject_GetMethod(object.as_ptr(), method.name.as_ptr(), &mut found);
                (kind == 1, owned(object.py(), found)?)
            };
            if takes_object != method.takes_object || !method.is(&found) {
                return Err(Trap::Guard);
            }
        }
        let mut methods = self.methods.iter().map(|method| method.name.as_ptr());
        // SAFETY: as above; names of methods are interned.
        if names.is_some() && !unsafe { layout::shares(object.as_ptr(), &mut methods) } {
            self.names.set(names);
        }
        Ok(())
    }
}

/// An object whose class was found in order.
pub struct Instance<'a> {
    object: Item<'a>,
    binding: &'static Binding,
}

impl<'a> Instance<'a> {
    /// The value of attribute number `index`.
    #[inline(always)]
    fn get(&self, index: usize) -> Result<Item<'a>, Trap> {
        // SAFETY: the object is an instance of exactly the class, which was found in order.
        unsafe { self.binding.attributes[index].of(self.object) }
    }

    /// Traps where an attribute of the object itself hides a method.
    #[inline(always)]
    pub fn has_its_methods(&self) -> Result<(), Trap> {
        self.binding.hidden_by(self.object)
    }

    /// Loads an attribute that is only read.
    #[inline(always)]
    pub fn load<V: Value>(&self, index: usize) -> Result<V::Rust, Trap> {
        V::load(self.get(index)?)
    }

    /// Loads an attribute that is only read, and remembers what was seen of it.
    #[inline(always)]
    pub fn first<V: Keep>(&self, index: usize, work: &mut Work) -> Result<(V::Rust, V::Seen), Trap> {
        V::first(self.get(index)?, work)
    }

    /// Brings `value`, made of an attribute that is only read, up to what the attribute is now.
    #[inline(always)]
    pub fn refresh<V: Keep>(
        &self,
        index: usize,
        value: &mut V::Rust,
        seen: &mut V::Seen,
        work: &mut Work,
    ) -> Result<(), Trap> {
        V::refresh(self.get(index)?, value, seen, work)
    }

    /// Loads an attribute that is set, so it must be the object's own.
    #[inline(always)]
    pub fn load_own<V: Value>(&self, index: usize) -> Result<V::Rust, Trap> {
        if self.binding.attributes[index].inherited {
            self.is_own(index)?;
        }
        self.load::<V>(index)
    }

    /// Loads an attribute that may be bound anew.
    #[inline(always)]
    pub fn load_rebindable<V: Value>(&self, index: usize) -> Result<Rebindable<V::Rust>, Trap> {
        self.load_own::<V>(index).map(Rebindable::new)
    }

    #[cold]
    fn is_own(&self, index: usize) -> Result<(), Trap> {
        let py = self.object.py();
        // SAFETY: a live object; gives its dict, or null with an error where it has none.
        let dict = owned(py, unsafe {
            ffi::PyObject_GenericGetDict(self.object.as_ptr(), std::ptr::null_mut())
        })?;
        let dict = dict.cast_exact::<PyDict>().map_err(|_| Trap::Type)?;
        match dict.contains(&self.binding.attributes[index].name) {
            Ok(true) => Ok(()),
            _ => Err(Trap::Type),
        }
    }

    /// Notes what can be changed in an attribute.
    pub fn visit<V: Value>(&self, index: usize, changed: bool, aliases: &mut Aliases) {
        if V::MUTABLE
            && let Ok(value) = self.get(index)
        {
            V::visit(value, changed, aliases);
        }
    }

    /// Plans that attribute number `index` stands for `value`.
    pub fn plan<'py, V: Value>(
        &self,
        index: usize,
        value: &V::Rust,
        writes: &mut Writes<'py>,
    ) -> Result<(), Trap> {
        let old = self.get(index)?;
        if let Plan::Replace(new) = V::plan(old, value, writes)? {
            let name = &self.binding.attributes[index].name;
            writes.set_attribute(self.object, name.as_any(), new, old.kept())?;
        }
        Ok(())
    }

    /// Plans that attribute number `index` stands for `value`: where it was bound anew, the old object keeps the
    /// changes that were made before, and a new one takes its place.
    pub fn plan_rebindable<'py, V: Value>(
        &self,
        index: usize,
        value: &Rebindable<V::Rust>,
        writes: &mut Writes<'py>,
    ) -> Result<(), Trap> {
        let Some(before) = value.before() else {
            return self.plan::<V>(index, &value.value, writes);
        };
        let old = self.get(index)?;
        if let Plan::Replace(_) = V::plan(old, before, writes)? {
            return Err(Trap::Alias);
        }
        let new = bound_to::<V>(writes.py(), value)?;
        let name = &self.binding.attributes[index].name;
        writes.set_attribute(self.object, name.as_any(), new, old.kept())
    }

    /// Plans that attribute number `index`, whose objects are never changed in place, stands for `value`.
    pub fn plan_exchanged<'py, V: Value>(
        &self,
        index: usize,
        value: &Rebindable<V::Rust>,
        writes: &mut Writes<'py>,
    ) -> Result<(), Trap> {
        if value.before().is_none() {
            return Ok(());
        }
        let new = bound_to::<V>(writes.py(), value)?;
        let name = &self.binding.attributes[index].name;
        writes.set_attribute(self.object, name.as_any(), new, self.get(index)?.kept())
    }
}

/// Makes the marker type of a struct: which attribute is which field, and what is done with it.
///
/// `read`: it is only read. `set`: it is set, or what it holds is changed in place. `anew`: it is also bound to another
/// list or array. `exchanged`: it is bound to another one, and never changed in place.
#[allow(unused_macros, reason = "a crate without classes has no use for it")]
macro_rules! object {
    (
        $(#[$doc:meta])*
        $marker:ident: $name:ident of $class:ident $(, $made:ident)? { $($index:literal $field:ident: $kind:ty, $use:ident;)* }
    ) => {
        $(#[$doc])*
        pub struct $marker;

        impl Value for $marker {
            type Rust = $name;

            const MUTABLE: bool = true;

            #[inline]
            fn load(object: Item<'_>) -> Result<$name, Trap> {
                let instance = $class.of(object)?;
                instance.has_its_methods()?;
                Ok($name {
                    $($field: object!(@load instance $index $kind, $use)?,)*
                })
            }

            fn store<'py>(_py: Python<'py>, _value: &$name) -> Result<Bound<'py, PyAny>, Trap> {
                object!(@store _py, $class, $($made)? [$($kind, $use, _value.$field;)*])
            }

            fn same(_object: Item<'_>, _value: &$name) -> bool {
                false
            }

            fn visit(object: Item<'_>, changed: bool, aliases: &mut Aliases) {
                aliases.object(object.identity(), changed);
                if let Ok(_instance) = $class.of(object) {
                    $(_instance.visit::<$kind>($index, changed && object!(@changes $use), aliases);)*
                }
            }

            fn plan<'py>(
                object: Item<'_>,
                value: &$name,
                writes: &mut Writes<'py>,
            ) -> Result<Plan<'py>, Trap> {
                let _instance = $class.of(object)?;
                let _ = (value, &writes);
                $(object!(@plan _instance $index $kind, $use, value.$field, writes);)*
                Ok(Plan::Keep)
            }
        }

        impl Keep for $marker {
            type Seen = ($(object!(@seen $kind, $use),)*);

            fn first(object: Item<'_>, _work: &mut Work) -> Result<($name, Self::Seen), Trap> {
                let instance = $class.of(object)?;
                instance.has_its_methods()?;
                $(let $field = object!(@first instance $index $kind, $use, _work)?;)*
                Ok(($name { $($field: $field.0,)* }, ($($field.1,)*)))
            }

            fn refresh(
                object: Item<'_>,
                _value: &mut $name,
                seen: &mut Self::Seen,
                _work: &mut Work,
            ) -> Result<(), Trap> {
                let instance = $class.of(object)?;
                instance.has_its_methods()?;
                let ($($field,)*) = seen;
                $(object!(@refresh instance $index $kind, $use, _value.$field, $field, _work)?;)*
                Ok(())
            }
        }
    };
    (@seen $kind:ty, read) => { <$kind as Keep>::Seen };
    (@seen $kind:ty, $use:ident) => { () };
    (@first $instance:ident $index:literal $kind:ty, read, $work:expr) => { $instance.first::<$kind>($index, $work) };
    (@first $instance:ident $index:literal $kind:ty, $use:ident, $work:expr) => {
        object!(@load $instance $index $kind, $use).map(|value| (value, ()))
    };
    (@refresh $instance:ident $index:literal $kind:ty, read, $value:expr, $seen:ident, $work:expr) => {
        $instance.refresh::<$kind>($index, &mut $value, $seen, $work)
    };
    // What the call before may have changed is read again.
    (@refresh $instance:ident $index:literal $kind:ty, $use:ident, $value:expr, $seen:ident, $work:expr) => {
        object!(@load $instance $index $kind, $use).map(|value| {
            let () = *$seen;
            $value = value;
        })
    };
    (@load $instance:ident $index:literal $kind:ty, read) => { $instance.load::<$kind>($index) };
    (@load $instance:ident $index:literal $kind:ty, set) => { $instance.load_own::<$kind>($index) };
    (@load $instance:ident $index:literal $kind:ty, exchanged) => { $instance.load_rebindable::<$kind>($index) };
    (@load $instance:ident $index:literal $kind:ty, anew) => { $instance.load_rebindable::<$kind>($index) };
    // Instances that Rust makes go out whole; of others it holds only a part, and Python makes them.
    (@store $py:ident, $class:ident, made [$($kind:ty, $use:ident, $value:expr;)*]) => {
        $class.make($py, [$(object!(@made $py $kind, $use, $value)?,)*])
    };
    (@store $py:ident, $class:ident, [$($kind:ty, $use:ident, $value:expr;)*]) => { Err(Trap::Alias) };
    (@made $py:ident $kind:ty, exchanged, $value:expr) => { bound_to::<$kind>($py, &$value) };
    (@made $py:ident $kind:ty, anew, $value:expr) => { bound_to::<$kind>($py, &$value) };
    (@made $py:ident $kind:ty, $use:ident, $value:expr) => { <$kind>::store($py, &$value) };
    (@changes read) => { false };
    (@changes set) => { true };
    (@changes anew) => { true };
    (@changes exchanged) => { false };
    (@plan $instance:ident $index:literal $kind:ty, read, $value:expr, $writes:ident) => {};
    (@plan $instance:ident $index:literal $kind:ty, set, $value:expr, $writes:ident) => {
        $instance.plan::<$kind>($index, &$value, $writes)?;
    };
    (@plan $instance:ident $index:literal $kind:ty, exchanged, $value:expr, $writes:ident) => {
        $instance.plan_exchanged::<$kind>($index, &$value, $writes)?;
    };
    (@plan $instance:ident $index:literal $kind:ty, anew, $value:expr, $writes:ident) => {
        $instance.plan_rebindable::<$kind>($index, &$value, $writes)?;
    };
}

pub(crate) use object;
