// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {EnumerableMap} from "@openzeppelin/contracts/utils/structs/EnumerableMap.sol";
import {IZKChain} from "./IZKChain.sol";
import {ZKChain} from "./ZKChain.sol";

/// @title The registry of chains
/// @notice The owner registers a chain once; from then on the chain is its own admin's.
/// @dev Invariants:
/// - a chain id is registered once, for ever, with a ZKChain that this contract deployed for that
///   id;
/// - ids are 1 .. 2^48 - 1 and never that of the settlement layer;
/// - there are at most 100 chains.
contract Bridgehub is Ownable2Step {
    using EnumerableMap for EnumerableMap.UintToAddressMap;

    /// @notice Most chains that a bridgehub takes.
    uint256 public constant MAX_NUMBER_OF_ZK_CHAINS = 100;

    EnumerableMap.UintToAddressMap private _chains;

    event NewChain(uint256 indexed chainId, address indexed chain, address indexed admin);

    error InvalidChainId(uint256 found);
    error ChainIdTaken(uint256 chainId, address chain);
    error TooManyChains(uint256 max);

    constructor(address admin) Ownable(admin) {}

    /// @notice Deploys and registers a chain. For the owner.
    /// @return chain The address of the new ZKChain
    function createNewChain(uint256 chainId, IZKChain.Init calldata init)
        external
        onlyOwner
        returns (address chain)
    {
        if (chainId == 0 || chainId > type(uint48).max || chainId == block.chainid) {
            revert InvalidChainId(chainId);
        }
        if (_chains.contains(chainId)) {
            revert ChainIdTaken(chainId, _chains.get(chainId));
        }
        if (_chains.length() == MAX_NUMBER_OF_ZK_CHAINS) {
            revert TooManyChains(MAX_NUMBER_OF_ZK_CHAINS);
        }
        chain = address(new ZKChain(chainId, init));
        _chains.set(chainId, chain);
        emit NewChain(chainId, chain, init.admin);
    }

    /// @notice The ZKChain of an id, zero if there is none.
    function getZKChain(uint256 chainId) external view returns (address chain) {
        (, chain) = _chains.tryGet(chainId);
    }

    /// @notice Every registered id, in the order of registration.
    function getAllZKChainChainIDs() external view returns (uint256[] memory) {
        return _chains.keys();
    }
}
